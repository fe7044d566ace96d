import type { FastifyInstance } from 'fastify';

type Strategy = Parameters<FastifyInstance['addConstraintStrategy']>[0];
type Handler = NonNullable<ReturnType<ReturnType<Strategy['storage']>['get']>>;

const NAME = 'reader';

/** Of two routes with one path, this one answers who accepts HTML by name, as browsers do and no shipper does. */
export const FOR_PEOPLE = { [NAME]: 'person' };

/** How the router tells them apart. */
export const READER_STRATEGY: Strategy = {
  name: NAME,
  storage: () => {
    const handlers = new Map<unknown, Handler>();
    return {
      get: (reader) => handlers.get(reader) ?? null,
      set: (reader, handler) => void handlers.set(reader, handler),
    };
  },
  deriveConstraint: ({ headers }) =>
    headers.accept?.includes('text/html') === true ? FOR_PEOPLE[NAME] : undefined,
  mustMatchWhenDerived: false,
};
