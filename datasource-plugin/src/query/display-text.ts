import { extraFilters, isComplete, valuesOf } from './filters';
import { say } from '../components/words';
import { FIELD, kindOf, type Filter, type PresageQuery } from './model';

/** The query in one line, for collapsed rows and the query history. */
export function queryDisplayText(query: PresageQuery): string {
  const parts = [
    valuesOf(query, FIELD.class, '=|').join(' or '),
    valuesOf(query, FIELD.severity, '=|').join(' or '),
    prefixed('of', valuesOf(query, FIELD.service, '=|').join(', ')),
    prefixed('template', valuesOf(query, FIELD.templateId, '=|').join(', ')),
    prefixed('score >', valuesOf(query, FIELD.score, '>').join('')),
    prefixed('with', query.text === undefined || query.text === '' ? '' : JSON.stringify(query.text)),
    ...extraFilters(query.filters).filter(isComplete).map(filterText),
    query.logsql ?? '',
    prefixed('by', query.group_by?.join(', ') ?? ''),
    prefixed('top', query.top === undefined ? '' : String(query.top)),
  ].filter((part) => part !== '');
  const name = say(`shown.${kindOf(query)}`);
  return parts.length === 0 ? name : `${name}: ${parts.join(' · ')}`;
}

function filterText({ field, op, values }: Filter): string {
  return values.length === 1 ? `${field} ${op} ${values[0] ?? ''}` : `${field} ${op} (${values.join(', ')})`;
}

function prefixed(prefix: string, text: string): string {
  return text === '' ? '' : `${prefix} ${text}`;
}
