import type { LogClass, Severity } from '@presage/contract';
import { t } from '@grafana/i18n';

/**
 * Every sentence of the panel, so that a translation has one place too; the keys are those of src/locales. What came from logs or
 * models is never in here.
 */
export type Values = Readonly<Record<string, string | number>>;

/** React escapes what it shows; a second escape would be seen. */
export const say = (key: string, standard: string, values: Values = {}): string =>
  t(key, standard, {
    ...Object.fromEntries(Object.entries(values).map(readable)),
    interpolation: { escapeValue: false },
  });

/** 106459 is hard to read. */
function readable([name, value]: [string, string | number]): [string, string] {
  return [name, typeof value === 'number' ? value.toLocaleString() : value];
}

export const className = (logClass: LogClass): string =>
  ({
    incident: say('class.incident', 'Incident'),
    preventive_action: say('class.preventive-action', 'Preventive action'),
    normal: say('class.normal', 'Normal'),
  })[logClass];

export const classMeaning = (logClass: LogClass): string =>
  ({
    incident: say('class.incident-meaning', 'Something is broken and somebody should look now'),
    preventive_action: say('class.preventive-action-meaning', 'Nothing is broken yet: act before it is'),
    normal: say('class.normal-meaning', 'Nothing to do'),
  })[logClass];

export const severityName = (severity: Severity): string =>
  ({
    critical: say('severity.critical', 'critical'),
    error: say('severity.error', 'error'),
    warning: say('severity.warning', 'warning'),
    info: say('severity.info', 'info'),
    debug: say('severity.debug', 'debug'),
    trace: say('severity.trace', 'trace'),
  })[severity];

export const riskName = (risk: 'none' | 'low' | 'medium' | 'high'): string =>
  ({
    none: say('risk.none', 'only looks'),
    low: say('risk.low', 'low risk'),
    medium: say('risk.medium', 'medium risk'),
    high: say('risk.high', 'high risk'),
  })[risk];

export const riskMeaning = (risk: 'none' | 'low' | 'medium' | 'high'): string =>
  ({
    none: say('risk.none-meaning', 'Changes nothing'),
    low: say('risk.low-meaning', 'Changes little, and can be undone'),
    medium: say('risk.medium-meaning', 'May disturb the service for a while'),
    high: say('risk.high-meaning', 'May lose data or service: think first'),
  })[risk];

const lines = (count: number): string =>
  count === 1 ? say('list.count-one', '1 line') : say('list.count', '{{count}} lines', { count });

export const LIST = {
  label: () => say('list.label', 'Log lines'),
  filters: () => say('list.filters', 'Filter by class'),
  all: () => say('list.all', 'All'),
  undecided: () => say('list.undecided', 'Undecided'),
  shown: (shown: number, total: number) =>
    shown === total ? lines(total) : say('list.shown', '{{shown}} of {{total}} lines', { shown, total }),
  anomalous: () => say('list.anomalous', 'How unusual the line is; above 1 is anomalous'),
  sameTemplate: (count: number) =>
    say('list.same-template', 'Lines shown that have this template: {{count}}', { count }),
  corrected: () => say('list.corrected', 'A person has set this class'),
  judged: () =>
    say('list.judged', 'Judged by Presage from the text of this line alone: its datasource knows no class'),
  notAnswered: () => say('list.not-answered', 'The sidecar gave no class'),
  tooMany: () => say('list.too-many', 'No class: so many different lines are not judged at once'),
  noDatasource: () =>
    say('list.no-datasource', 'No class: it comes from a Presage datasource, and there is none'),
  publicDashboard: () => say('list.public', 'No class: a public dashboard asks nothing of a datasource'),
  noneOfClass: () => say('list.none-of-class', 'No line shown is of the chosen classes.'),
  showAll: () => say('list.show-all', 'Show all lines'),
  loading: () => say('list.loading', 'Loading lines …'),
  empty: () => say('list.empty', 'No lines in this time range.'),
  emptyHint: () => say('list.empty-hint', 'Widen the time range, or loosen the query.'),
  notLogs: () => say('list.not-logs', 'The query gives no log lines.'),
  notLogsHint: () =>
    say('list.not-logs-hint', 'This panel shows lines: choose a query of logs, of any logs datasource.'),
  failed: () => say('list.failed', 'The query failed.'),
};

export const LINE = {
  fields: (count: number) => say('line.fields', 'Fields ({{count}})', { count }),
  score: (score: string) => say('line.score', 'score {{score}}', { score }),
  copy: () => say('line.copy', 'Copy the line'),
  whole: () => say('line.whole', 'Show the whole line'),
  less: () => say('line.less', 'Show less'),
};

export const ASK = {
  explain: () => say('ask.explain', 'Explain'),
  again: () => say('ask.again', 'Ask again'),
  retry: () => say('ask.retry', 'Try again'),
  askModel: () => say('ask.model', 'Ask the model'),
  stop: () => say('ask.stop', 'Stop'),
  close: () => say('ask.close', 'Close the explanation'),
  back: () => say('ask.back', 'Back to the lines'),
  label: () => say('ask.label', 'Explanation'),
  gathering: () => say('ask.gathering', 'Gathering the lines around it …'),
  reading: () => say('ask.reading', 'Reading them …'),
  writing: (model: string) => say('ask.writing', '{{model}} is writing …', { model }),
  rulesAnswered: () => say('ask.rules-answered', 'The rules engine answered in place of the model'),
  stopped: () => say('ask.stopped', 'Stopped before the answer was complete.'),
  publicDashboard: () =>
    say('ask.public', 'Explanations need a sign-in: a public dashboard shows the lines alone.'),
  noDatasource: () =>
    say(
      'ask.no-datasource',
      'Explanations come from a Presage datasource, and there is none. Add one under Connections, or ask an administrator.',
    ),
  hint: (code: string): string | undefined =>
    ({
      unauthorized: say(
        'ask.hint-unauthorized',
        'The token of the datasource is missing or wrong: see its settings.',
      ),
      forbidden: say('ask.hint-forbidden', 'Your role, or the token of the datasource, does not allow this.'),
      not_found: say('ask.hint-not-found', 'The line may be older than what the store keeps.'),
      query_timeout: say('ask.hint-timeout', 'The store was slow. Try again, or raise its time limit.'),
      store_unavailable: say('ask.hint-store', 'The store of the logs does not answer at the moment.'),
      not_ready: say('ask.hint-not-ready', 'The sidecar is starting or stopping. Try again in a moment.'),
      sidecar_gone: say('ask.hint-gone', 'The sidecar stopped in the middle of the answer.'),
      busy: say('ask.hint-busy', 'Too much is asked at once. Try again in a moment.'),
    })[code],
};

export const ANSWER = {
  happened: () => say('answer.happened', 'What happened'),
  causes: () => say('answer.causes', 'Likely causes'),
  unknowns: () => say('answer.unknowns', 'Not known'),
  steps: () => say('answer.steps', 'What to do'),
  evidence: () => say('answer.evidence', 'Evidence'),
  related: () => say('answer.related', 'Related lines'),
  around: () => say('answer.around', 'Around it'),
  runbooks: () => say('answer.runbooks', 'Your runbooks'),
  confidence: (percent: number) => say('answer.confidence', '{{percent}} % sure', { percent }),
  confidenceHelp: () =>
    say(
      'answer.confidence-help',
      'Computed by Presage from the evidence and the agreement of the engines, not by a model',
    ),
  cites: (id: string) => say('answer.cites', 'Go to line {{id}}', { id }),
  context: (shown: number, total: number) =>
    shown === total
      ? say('answer.context-all', 'Read from {{lines}}', { lines: lines(shown) })
      : say('answer.context', 'Read from {{shown}} of {{total}} lines', { shown, total }),
  fromStore: () => say('answer.from-store', 'of the store'),
  fromPanel: () => say('answer.from-panel', 'that this panel shows'),
  allLines: (count: number) =>
    say('answer.all-lines', 'All that was read: {{lines}}', { lines: lines(count) }),
  explained: () => say('answer.explained', 'the explained line'),
  copyCommand: () => say('answer.copy-command', 'Copy the command'),
  copied: () => say('answer.copied', 'Copied'),
  notCopied: () => say('answer.not-copied', 'The browser refused to copy'),
  copyMarkdown: () => say('answer.copy-markdown', 'Copy as Markdown'),
  explore: () => say('answer.explore', 'Open in Explore'),
  exploreService: () => say('answer.explore-service', 'Lines of its service'),
  new: () => say('answer.new', 'new'),
  rising: () => say('answer.rising', 'rising'),
  times: (count: number, before: number) =>
    say('answer.times', '{{count}} in 15 min, {{before}} in the 45 before', { count, before }),
  onset: (service: string, time: string, count: number) =>
    say('answer.onset', '{{service}}: trouble since {{time}}, lines that need action: {{count}}', {
      service,
      time,
      count,
    }),
  detector: (name: string): string =>
    ({
      log_volume: say('detector.volume', 'number of lines'),
      error_share: say('detector.errors', 'share of errors'),
      new_templates: say('detector.templates', 'new kinds of line'),
      sequence: say('detector.sequence', 'order of lines'),
      slot_value: say('detector.values', 'values in lines'),
    })[name] ?? name,
  scoreOf: (detector: string, score: string) =>
    say('answer.score-of', '{{detector}}: anomaly score {{score}}', { detector, score }),
};

export const ENGINE = {
  rulesShort: () => say('engine.rules-short', 'rules engine'),
  rules: () => say('engine.rules', 'Rules engine, no model asked'),
  answeredBy: () => say('engine.answered-by', 'Answered by'),
  cached: (age: string) => say('engine.cached', 'earlier answer, {{age}} old', { age }),
  hidden: (count: number) =>
    count === 1
      ? say('engine.hidden-one', '1 value hidden')
      : say('engine.hidden', '{{count}} values hidden', { count }),
  hiddenHelp: () =>
    say('engine.hidden-help', 'Secrets and personal data were replaced before the model saw the lines'),
  preview: () => say('engine.preview', 'What is sent'),
  previewTitle: () => say('engine.preview-title', 'Exactly what is sent to the model'),
  previewLines: lines,
  previewSystem: () => say('engine.preview-system', 'Instructions, always the same'),
  previewPrompt: () => say('engine.preview-prompt', 'Lines'),
  previewLoading: () => say('engine.preview-loading', 'Asking what would be sent …'),
};

export const FEEDBACK = {
  question: () => say('feedback.question', 'Was this useful?'),
  up: () => say('feedback.up', 'Useful'),
  down: () => say('feedback.down', 'Not useful'),
  comment: () => say('feedback.comment', 'What was wrong? (optional)'),
  send: () => say('feedback.send', 'Send'),
  thanks: () => say('feedback.thanks', 'Thank you: recorded.'),
  failed: (message: string) => say('feedback.failed', 'Not recorded: {{message}}', { message }),
};

export const CORRECT = {
  open: () => say('correct.open', 'The class is wrong'),
  title: () => say('correct.title', 'The right class of this kind of line'),
  help: () =>
    say(
      'correct.help',
      'Holds for every line of this template and service, the older ones too, from now on.',
    ),
  class: () => say('correct.class', 'Class'),
  note: () => say('correct.note', 'Why (optional)'),
  save: () => say('correct.save', 'Save'),
  cancel: () => say('correct.cancel', 'Cancel'),
  saved: (name: string) =>
    say(
      'correct.saved',
      'Recorded: lines of this kind are “{{name}}”. The list shows it after the next refresh.',
      { name },
    ),
  failed: (message: string) => say('correct.failed', 'Not recorded: {{message}}', { message }),
};

export const AGE = {
  moments: () => say('age.moments', 'moments'),
  minutes: (count: number) => say('age.minutes', '{{count}} min', { count }),
  hours: (count: number) => say('age.hours', '{{count}} h', { count }),
  days: (count: number) => say('age.days', '{{count}} d', { count }),
};
