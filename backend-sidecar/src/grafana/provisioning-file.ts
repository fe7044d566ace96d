/**
 * In: what the user set about alerts, and the signatures. Out: one file for Grafana's `provisioning/alerting`, whole: what is off or
 * gone is deleted by it, because taking something out of a file deletes nothing. It is Grafana that evaluates, groups and sends.
 */
import { stringify } from 'yaml';
import type { Signature } from '../../knowledge/signature.ts';
import type { AlertSettings } from './alert-settings.ts';
import { contactPoints, goneReceivers } from './contact-points.ts';
import { meaningTemplate } from './meaning-template.ts';
import { markupTemplates } from './markup-templates.ts';
import { messageTemplate } from './message-template.ts';
import { muteTimes } from './mute-times.ts';
import { goneRules, ruleGroups } from './rules.ts';

/** The file's name in Grafana's folder. */
export const PROVISIONING_FILE = 'presage-alerting.yaml';

const HEAD = `# Made by \`presage grafana\` from PRESAGE_ALERT_* settings; make it anew instead of changing it.
# It may hold the URLs of your channels: whoever has them can post there.
`;

export function provisioningFile(settings: AlertSettings, signatures: readonly Signature[]): string {
  return HEAD + stringify(provisioning(settings, signatures), { lineWidth: 0, aliasDuplicateObjects: false });
}

export function provisioning(settings: AlertSettings, signatures: readonly Signature[]): object {
  const { org: orgId } = settings;
  return {
    apiVersion: 1,
    contactPoints: contactPoints(settings).map((point) => ({ orgId, ...point })),
    deleteContactPoints: goneReceivers(settings).map((uid) => ({ orgId, uid })),
    templates: [
      { orgId, name: 'presage-messages', template: messageTemplate(orgId) },
      { orgId, name: 'presage-markups', template: markupTemplates() },
      { orgId, name: 'presage-meanings', template: meaningTemplate(signatures) },
    ],
    muteTimes: muteTimes(settings).map((mute) => ({ orgId, ...mute })),
    groups: ruleGroups(settings),
    deleteRules: goneRules(settings).map((uid) => ({ orgId, uid })),
  };
}
