import { extraFilters, isComplete, valuesOf } from './filters';
import { say, type Sentence } from '../components/words';
import { FIELD, kindOf, type Filter, type PresageQuery } from './model';

/** The query in one line, for collapsed rows and the query history. */
export function queryDisplayText(query: PresageQuery): string {
  const parts = [
    valuesOf(query, FIELD.class, '=|').join(', '),
    valuesOf(query, FIELD.severity, '=|').join(', '),
    part('shown-part.service', valuesOf(query, FIELD.service, '=|').join(', ')),
    part('shown-part.template', valuesOf(query, FIELD.templateId, '=|').join(', ')),
    part('shown-part.score', valuesOf(query, FIELD.score, '>').join('')),
    part('shown-part.text', query.text ?? ''),
    ...extraFilters(query.filters).filter(isComplete).map(filterText),
    query.logsql ?? '',
    part('shown-part.group', query.group_by?.join(', ') ?? ''),
    part('shown-part.top', query.top === undefined ? '' : String(query.top)),
  ].filter((part) => part !== '');
  const name = say(`shown.${kindOf(query)}`);
  return parts.length === 0 ? name : `${name}: ${parts.join(' · ')}`;
}

function filterText({ field, op, values }: Filter): string {
  return values.length === 1 ? `${field} ${op} ${values[0] ?? ''}` : `${field} ${op} (${values.join(', ')})`;
}

function part(sentence: Sentence, value: string): string {
  return value === '' ? '' : say(sentence, { value });
}
