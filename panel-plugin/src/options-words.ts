import { say } from './words';

/** Every sentence of the panel's options. */
export const OPTIONS = {
  datasource: () => say('options.datasource', 'Presage datasource'),
  datasourceHelp: () =>
    say(
      'options.datasource-help',
      'Explains lines of other datasources; lines of a Presage datasource are explained by their own.',
    ),
  columns: () => say('options.columns', 'Columns'),
  columnsHelp: () =>
    say(
      'options.columns-help',
      'What a row shows beside the message, in this order. Fields of the lines can be typed in.',
    ),
  order: () => say('options.order', 'Order'),
  newest: () => say('options.newest', 'Newest first'),
  oldest: () => say('options.oldest', 'Oldest first'),
  autoExplain: () => say('options.auto', 'Explain on open'),
  autoExplainHelp: () =>
    say(
      'options.auto-help',
      'Opening a line shows an explanation that costs nothing: the rules engine’s, or an earlier answer of the model. Never again on refresh.',
    ),
  engine: () => say('options.engine', 'Engine'),
  engineHelp: () => say('options.engine-help', 'Who answers when Explain is pressed.'),
  model: () => say('options.engine-model', 'Model, if there is one'),
  rules: () => say('options.engine-rules', 'Rules'),
  language: () => say('options.language', 'Language of answers'),
  languageHelp: () =>
    say(
      'options.language-help',
      'For a model, as in “de” or “pt-BR”. Empty: the language of Grafana. The rules engine writes English.',
    ),
  linked: () => say('options.linked', 'Line shown by a link'),
  eventId: () => say('options.event-id', 'Event id'),
  eventIdHelp: () =>
    say(
      'options.event-id-help',
      'The line to open, as in links to this dashboard: usually the variable event_id.',
    ),
  templateId: () => say('options.template-id', 'Template id'),
  templateIdHelp: () =>
    say(
      'options.template-id-help',
      'Without an event: the newest line of this template. Usually the variable template_id.',
    ),
  service: () => say('options.service', 'Service of the template'),
  badLanguage: () => say('options.bad-language', 'Write a language tag such as de or pt-BR'),
  column: (name: string): string =>
    ({
      time: say('column.time', 'Time'),
      class: say('column.class', 'Class'),
      severity: say('column.severity', 'Severity'),
      service: say('column.service', 'Service'),
      score: say('column.score', 'Score'),
      count: say('column.count', 'Template count'),
    })[name] ?? name,
};
