import type { SettingFact } from './setting-fact.ts';

/** Which language model is asked, what it is sent, and how often. Without any of these Presage works keyless. */
export const LLM_SETTINGS = {
  llm: {
    env: 'PRESAGE_LLM',
    kind: 'engine',
    default: '',
    description:
      'Who is asked: `none`, `gemini` or `openai-compatible`; see llm.md. Not set = `gemini` with a GEMINI_API_KEY, `openai-compatible` with only a PRESAGE_LLM_BASE_URL, else `none`.',
  },
  geminiKey: { env: 'GEMINI_API_KEY', kind: 'secret', default: '', description: "Key of Google's Gemini." },
  geminiSdk: {
    env: 'PRESAGE_GEMINI_SDK',
    kind: 'sdk',
    default: 'genai',
    description: "Which of Google's libraries speaks to Gemini; `generative-ai` is no longer maintained.",
  },
  llmKey: {
    env: 'PRESAGE_LLM_API_KEY',
    kind: 'secret',
    default: '',
    description: 'Key of the OpenAI-compatible server; models on your own machine need none.',
  },
  llmBaseUrl: {
    env: 'PRESAGE_LLM_BASE_URL',
    kind: 'url',
    default: '',
    description:
      "Where the model is, for example `http://127.0.0.1:11434/v1` (the part before `/chat/completions`). Not set = Google's own for Gemini.",
  },
  classifyModel: {
    env: 'PRESAGE_LLM_CLASSIFY_MODEL',
    kind: 'text',
    default: '',
    description:
      'Model that labels templates. Not set = `gemini-3.5-flash-lite` for Gemini, else the one that explains.',
  },
  explainModel: {
    env: 'PRESAGE_LLM_EXPLAIN_MODEL',
    kind: 'text',
    default: '',
    description:
      'Model that explains lines. Not set = `gemini-3.8-flash` for Gemini, else the one that labels.',
  },
  llmLanguage: {
    env: 'PRESAGE_LLM_LANGUAGE',
    kind: 'text',
    default: 'English',
    description: 'Language of explanations by a model, in English words.',
  },
  labelling: {
    env: 'PRESAGE_LLM_LABELS',
    kind: 'flag',
    default: 'true',
    description: 'Whether the model is asked for the class of templates that nothing else knows.',
  },
  redactAddresses: {
    env: 'PRESAGE_REDACT_ADDRESSES',
    kind: 'flag',
    default: 'false',
    description: 'Hide IP addresses from the model, besides the secrets and personal data that always are.',
  },
  redactHosts: {
    env: 'PRESAGE_REDACT_HOSTS',
    kind: 'flag',
    default: 'false',
    description: 'Hide host names from the model as well.',
  },
  llmPerMinute: {
    env: 'PRESAGE_LLM_PER_MINUTE',
    kind: 'count',
    default: '8',
    description:
      'Calls in any 60 s, of which labelling takes at most half. The default keeps to a free tier.',
  },
  llmPerDay: {
    env: 'PRESAGE_LLM_PER_DAY',
    kind: 'count',
    default: '200',
    description: 'Calls in any 24 hours, of which labelling takes at most half; counted across restarts.',
  },
  llmPerTenantPerDay: {
    env: 'PRESAGE_LLM_PER_TENANT_PER_DAY',
    kind: 'count',
    default: '0',
    description: 'Of these, calls for one tenant; 0 = no limit of its own.',
  },
  llmInFlight: {
    env: 'PRESAGE_LLM_IN_FLIGHT',
    kind: 'count',
    default: '1',
    description: 'Calls under way at one time.',
  },
  llmTimeout: {
    env: 'PRESAGE_LLM_TIMEOUT',
    kind: 'duration',
    default: '0s',
    description: 'Longest time for one call; 0s = 2 minutes for Gemini, 5 for OpenAI-compatible servers.',
  },
  llmCacheMaxBytes: {
    env: 'PRESAGE_LLM_CACHE_MAX_BYTES',
    kind: 'bytes',
    default: '64MiB',
    description: 'Size of the answers kept; the least recently used go first.',
  },
} as const satisfies Record<string, SettingFact>;
