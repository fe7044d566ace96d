/** A decided row as the message of the topic `classified-logs`: the record's own fields, its class, and what Presage adds. */
export interface KeyedMessage {
  /** Lines of a service stay in order. */
  readonly key: string;
  readonly value: string;
}

/** `line` is one row of a `rows` batch; `classifiedMs` is when it is handed on. */
export function classifiedMessage(line: string, classifiedMs: number): KeyedMessage {
  const { _time, _msg, ...fields } = JSON.parse(line) as Readonly<Record<string, string>>;
  const value = {
    ...fields,
    message: _msg ?? '',
    timestamp: Date.parse(_time ?? ''),
    classification: fields['presage_class'] ?? 'normal',
    classified_timestamp: classifiedMs,
    source_topic: fields['source_topic'] ?? '',
  };
  return { key: fields['service'] ?? '', value: JSON.stringify(value) };
}
