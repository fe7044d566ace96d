import Type, { type Static } from 'typebox';

/** What stands in a variable part of a template; `text` is everything else. */
export const SLOT_TYPES = [
  ...(['number', 'duration', 'bytes', 'percentage', 'status_code', 'exit_code'] as const),
  ...(['ip', 'path', 'uuid', 'time', 'quoted', 'text'] as const),
] as const;
export type SlotType = (typeof SLOT_TYPES)[number];

/** What amounts are given in, whatever unit their lines have. */
export const SLOT_UNITS = ['ms', 'bytes', 'percent'] as const;
export type SlotUnit = (typeof SLOT_UNITS)[number];

/** One variable part. Addresses, paths, names and quotations are counted and never shown: they may say who somebody is. */
export const TemplateSlotSchema = Type.Object({
  position: Type.Integer({ minimum: 0, description: 'Which `<*>` of the template, from 0' }),
  name: Type.Optional(Type.String({ description: 'The word that stands before it: `took`, `status`' })),
  type: Type.Enum([...SLOT_TYPES], { description: 'The commonest type of its values' }),
  unit: Type.Optional(Type.Enum([...SLOT_UNITS], { description: 'Of min, max and the quantiles' })),
  seen: Type.Integer({ minimum: 1, description: 'Values read: a sample of the lines' }),
  distinct: Type.Integer({ minimum: 1, description: 'Different values among them' }),
  more: Type.Optional(Type.Boolean({ description: 'There are more different values than are told apart' })),
  min: Type.Optional(Type.Number()),
  p50: Type.Optional(Type.Number({ description: 'Quantiles are exact to 7 %' })),
  p90: Type.Optional(Type.Number()),
  p99: Type.Optional(Type.Number()),
  max: Type.Optional(Type.Number()),
  top: Type.Optional(
    Type.Array(Type.Object({ value: Type.String(), count: Type.Integer({ minimum: 1 }) }), {
      description: 'The commonest status or exit codes',
    }),
  ),
});
export type TemplateSlot = Static<typeof TemplateSlotSchema>;
