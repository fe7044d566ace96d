import { UNKNOWN_SERVICE, type Filter, type FilterOp } from '@presage/contract';

/** With several values. */
const WIDER: Partial<Record<FilterOp, FilterOp>> = { '=': '=|', '=|': '=|', '!=': '!=|', '!=|': '!=|' };

/** Who asks for the lines of the service `unknown` means those, too, that say no service: in the store they have none. */
export function withSilent(filter: Filter): Filter {
  const op = WIDER[filter.op];
  if (filter.field !== 'service' || op === undefined || !filter.values.includes(UNKNOWN_SERVICE))
    return filter;
  return { ...filter, op, values: [...filter.values, ''] };
}
