import Type from 'typebox';

/** What a line means to the person who is on call. Absent on a row = not decided. */
export const CLASSES = ['incident', 'preventive_action', 'normal'] as const;
export type LogClass = (typeof CLASSES)[number];

/** Worst first. */
export const SEVERITIES = ['critical', 'error', 'warning', 'info', 'debug', 'trace'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CATEGORIES = [
  'security',
  'resource',
  'workflow',
  'http',
  'network',
  'storage',
  'hardware',
  'deployment',
  'user_action',
  'system_notification',
  'application_error',
  'deprecation',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Who decided a verdict, in falling authority. */
export const DECIDERS = ['human', 'llm', 'signature', 'level', 'model', 'default'] as const;
export type Decider = (typeof DECIDERS)[number];

/** Which expectation an anomaly score compares a service with. */
export const DETECTORS = ['log_volume', 'error_share', 'new_templates', 'sequence', 'slot_value'] as const;
export type Detector = (typeof DETECTORS)[number];

export const LogClassSchema = Type.Enum([...CLASSES], { description: 'What a line means' });
export const SeveritySchema = Type.Enum([...SEVERITIES], { description: 'How severe, worst first' });
export const CategorySchema = Type.Enum([...CATEGORIES], { description: 'What kind of event' });
export const DeciderSchema = Type.Enum([...DECIDERS], { description: 'Who decided, in falling authority' });
export const DetectorSchema = Type.Enum([...DETECTORS], {
  description: 'Which expectation a score compares with',
});
