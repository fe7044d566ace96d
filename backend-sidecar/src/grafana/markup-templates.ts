/**
 * The messages of `presage.markdown` and `presage.ticket` in the markups of Slack and Jira, rewritten by Grafana when it sends. Lines of logs are inert (see
 * alerts/inert.ts), so whatever stands there as `[name](url)` is a link of ours.
 */
export function markupTemplates(): string {
  return [SLACK, JIRA_2, JIRA_3].join('\n');
}

/** Where regular expressions are: Go's raw strings. */
const LINK = '`\\[(\\w+)\\]\\(([^)]*)\\)`';

/** Slack's own: `<url|name>`, three characters escaped, one end of line for one. */
const SLACK = `{{ define "presage.slack" -}}
{{ tmpl.Exec "presage.markdown" .
  | reReplaceAll "&" "&amp;" | reReplaceAll "<" "&lt;" | reReplaceAll ">" "&gt;"
  | reReplaceAll ${LINK} "<$2|$1>"
  | reReplaceAll "\\n\\n" "\\n" }}
{{- end }}`;

/** Wiki markup of Jira's API 2, on servers of one's own: `[name|url]`; braces would be macros. */
const JIRA_2 = `{{ define "presage.jira2" -}}
{{ tmpl.Exec "presage.ticket" .
  | reReplaceAll "[{}]" \`\\$0\`
  | reReplaceAll ${LINK} "[$1|$2]"
  | reReplaceAll "\\n\\n" "\\n" }}
{{- end }}`;

const TEXT = '{"type":"text","text":';
const LINKED = '"$1","marks":[{"type":"link","attrs":{"href":"$2"}}]}';

/**
 * Jira's API 3 takes a document (ADF), whose texts know no end of line and no link. Made from the message as a JSON string: an empty
 * line begins a paragraph, a link is a text with a mark; a text may not be empty.
 */
const JIRA_3 = `{{ define "presage.jira3" -}}
{"version":1,"type":"doc","content":[{"type":"paragraph","content":[${TEXT}
{{- tmpl.Exec "presage.ticket" . | data.ToJSON
  | reReplaceAll \`(\\\\n)+\` \`"}]},{"type":"paragraph","content":[${TEXT}"\`
  | reReplaceAll ${LINK} \`"},${TEXT}${LINKED},${TEXT}"\` | printf "%s}"
  | reReplaceAll \`,{"type":"text","text":""}\` "" | reReplaceAll \`{"type":"text","text":""},\` "" -}}
]}]}
{{- end }}`;
