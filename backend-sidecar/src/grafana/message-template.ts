import { FAMILY_LABEL } from './alert-settings.ts';

/** Alerts that one message lists; a Teams card holds 28,672 bytes, and Grafana does not cut it. */
const LISTED = 5;
const LISTED_RESOLVED = 3;

/** How a link and an end of a line are written. */
interface Markup {
  readonly link: (name: string, url: string) => string;
  readonly newline: string;
}

/** A mail takes text as it is; Teams takes Markdown, where one newline is none. */
const TEXT: Markup = { link: (name, url) => `${name}: ${url}`, newline: '\n' };
const MARKDOWN: Markup = { link: (name, url) => `[${name}](${url})`, newline: '\n\n' };

/**
 * What messages say. Templates are Go's: `.Alerts.Firing` and `.Alerts.Resolved` are lists with `Labels`, `Annotations`, `StartsAt`,
 * `EndsAt` and `Values`. Labels are inert text of one line already (see alerts/inert.ts), so nothing has to be escaped here.
 */
export function messageTemplate(org: number): string {
  return [
    TITLE,
    body('presage.text', TEXT, org, resolved()),
    body('presage.markdown', MARKDOWN, org, resolved()),
    // A ticket is rewritten when what it tells of is over: it must not lose what somebody still works by.
    body('presage.ticket', MARKDOWN, org, resolvedInFull(org)),
  ].join('\n');
}

const FAMILY = `.CommonLabels.${FAMILY_LABEL}`;

/** In a mail's subject stands who and what, never a line. */
const TITLE = `{{ define "presage.title" -}}
{{ if eq .Status "firing" }}Presage: {{ else }}Presage, resolved: {{ end -}}
{{ if eq .CommonLabels.template_id "other" }}further kinds of lines
{{- else if eq ${FAMILY} "incident" }}incident in {{ .CommonLabels.service }} ({{ .CommonLabels.category }})
{{- else if eq ${FAMILY} "preventive" }}preventive action for {{ .CommonLabels.service }} ({{ .CommonLabels.category }})
{{- else if eq ${FAMILY} "anomaly" }}{{ .CommonLabels.service }} behaves unusually
{{- else }}{{ .CommonLabels.alertname }}{{ end -}}
{{ with .Alerts.Firing }}{{ if gt (len .) 1 }}, {{ len . }} kinds{{ end }}{{ end }}
{{- end }}`;

function body(name: string, markup: Markup, org: number, over: string): string {
  const { newline } = markup;
  return `{{ define "${name}" -}}
{{ $base := reReplaceAll "/*$" "/" .ExternalURL -}}
{{ range $i, $alert := .Alerts.Firing }}{{ if lt $i ${LISTED} -}}
${firing(markup, org)}${newline}${newline}{{ end }}{{ end -}}
{{ if gt (len .Alerts.Firing) ${LISTED} }}and {{ len (slice .Alerts.Firing ${LISTED}) }} more${newline}${newline}{{ end -}}
{{ range $i, $alert := .Alerts.Resolved }}{{ if lt $i ${LISTED_RESOLVED} -}}
${over}${newline}{{ end }}{{ end -}}
{{ if gt (len .Alerts.Resolved) ${LISTED_RESOLVED} }}and {{ len (slice .Alerts.Resolved ${LISTED_RESOLVED}) }} more resolved${newline}{{ end -}}
${markup.link('Overview', dashboard('presage-overview', org))}
{{- end }}`;
}

function firing(markup: Markup, org: number): string {
  const { newline } = markup;
  return `{{ if $alert.Labels.template_id }}${kindOfLine(markup)}{{ else }}${ownWords(newline)}{{ end -}}
${links(markup, org)}`;
}

/** A kind of line: what it means, where, since when, how many, the line, the first step. */
function kindOfLine({ newline }: Markup): string {
  return [
    meaning(newline),
    where(newline),
    `Since: ${time('StartsAt')}{{ with $alert.Values }}, {{ $n := printf "%.0f" .A }}{{ $n }} line{{ if ne $n "1" }}s{{ end }} lately{{ end }}${newline}`,
    lineAndStep(newline),
  ].join('');
}

function meaning(newline: string): string {
  return [
    `{{ if eq $alert.Labels.template_id "other" }}Further kinds of lines, more than are listed one by one.`,
    `{{ else if eq $alert.Labels.signature "none" }}{{ if eq $alert.Labels.${FAMILY_LABEL} "incident" }}A line that says something broke.{{ else }}A line that says something will break.{{ end }}`,
    `{{ else }}{{ template "presage.meaning" $alert.Labels.signature }}{{ end }}${newline}`,
  ].join('');
}

function where(newline: string): string {
  return `{{ if ne $alert.Labels.template_id "other" }}Where: {{ $alert.Labels.service }} ({{ $alert.Labels.category }})${newline}{{ end }}`;
}

function lineAndStep(newline: string): string {
  return [
    `{{ if ne $alert.Labels.template_id "other" }}First such line: “{{ $alert.Labels.sample }}”${newline}`,
    `Kind: “{{ $alert.Labels.template }}”${newline}{{ end }}`,
    `{{ if and (ne $alert.Labels.signature "none") (ne $alert.Labels.signature "other") }}First step: {{ template "presage.step" $alert.Labels.signature }}${newline}{{ end }}`,
  ].join('');
}

/** What a rule says itself: anomalies and our own health. */
function ownWords(newline: string): string {
  return [
    `{{ $alert.Annotations.summary }}${newline}`,
    `{{ $alert.Annotations.description }}${newline}`,
    `Since: ${time('StartsAt')}${newline}`,
  ].join('');
}

function resolved(): string {
  return `Resolved: {{ if $alert.Labels.template_id }}{{ $alert.Labels.service }} “{{ $alert.Labels.template }}”{{ else }}{{ $alert.Annotations.summary }}{{ end }}, ${time('StartsAt')} to ${time('EndsAt')}`;
}

function resolvedInFull(org: number): string {
  const { newline } = MARKDOWN;
  const kind = [meaning(newline), where(newline), lineAndStep(newline), links(MARKDOWN, org), newline].join(
    '',
  );
  return `${resolved()}${newline}{{ if $alert.Labels.template_id }}${kind}{{ end }}`;
}

/** Links that a Viewer can open, at the time of the alert; only who may silence can use the last. */
function links(markup: Markup, org: number): string {
  const { newline } = markup;
  const service = '&var-service={{ urlquery $alert.Labels.service }}';
  const template = '&var-template_id={{ urlquery $alert.Labels.template_id }}';
  const at = range();
  const explain = dashboard('presage-explain', org) + template + service + at;
  const ofService = dashboard('presage-service', org) + service + at;
  const health = dashboard('presage-health', org) + at;
  const between = newline === '\n' ? newline : ' · ';
  return [
    `{{ if $alert.Labels.template_id }}{{ if ne $alert.Labels.template_id "other" }}${markup.link('Explain', explain)}${between}`,
    `${markup.link('Service', ofService)}${between}{{ end }}`,
    `{{ else if $alert.Labels.service }}${markup.link('Service', ofService)}${between}`,
    `{{ else }}${markup.link('Health', health)}${between}{{ end }}`,
    markup.link('Silence', silence(org)),
  ].join('');
}

function dashboard(uid: string, org: number): string {
  return `{{ $base }}d/${uid}?orgId=${org}`;
}

/** An hour before the alert, for lines that came late, to a quarter of an hour after. Go counts nanoseconds. */
function range(): string {
  const at = (hours: string): string => `{{ ($alert.StartsAt.Add ${hours}).UnixMilli }}`;
  return `&from=${at('-3600000000000')}&to=${at('900000000000')}`;
}

/** Only what tells the alert apart: every label would make a link of a kilobyte. */
function silence(org: number): string {
  const matcher = (name: string): string =>
    `{{ with $alert.Labels.${name} }}&matcher={{ urlquery (print "${name}=" .) }}{{ end }}`;
  return `{{ $base }}alerting/silence/new?alertmanager=grafana&orgId=${org}${['alertname', 'service', 'template_id', 'store', 'log', 'reason'].map(matcher).join('')}`;
}

function time(field: string): string {
  return `{{ $alert.${field}.UTC.Format "2006-01-02 15:04" }} UTC`;
}
