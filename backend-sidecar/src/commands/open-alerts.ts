import { AlertBook } from '../alerts/alert-book.ts';
import type { Config } from '../config.ts';
import { redact } from '../explain/redact/redact.ts';
import type { Pipeline } from '../pipeline/verdict.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';

/** The book of what is not normal; its texts are what leaves the house in notifications. */
export function openAlerts(config: Config, pipeline: Pipeline): AlertBook {
  return new AlertBook({
    templateOf: (tenant, service, templateId) => pipeline.templates.get(tenant, templateId, service),
    redact: (text) => redact(text, { ips: config.redactAddresses, hosts: config.redactHosts }).text,
    clock: () => SYSTEM_CLOCK.nowMs(),
    holdMs: config.alertWindow,
  });
}
