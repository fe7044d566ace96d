import type { KindValue } from './kinds.ts';

/** The settings that say who is asked. */
interface LlmChoice {
  readonly llm: KindValue['engine'];
  readonly geminiKey: KindValue['secret'];
  readonly llmBaseUrl: KindValue['url'];
  readonly classifyModel: KindValue['text'];
  readonly explainModel: KindValue['text'];
}

/** Names of models go: what a vendor retires is set without waiting for a release. */
const GEMINI_MODELS = { classify: 'gemini-3.5-flash-lite', explain: 'gemini-3.8-flash' } as const;

/** The engine that is named, or that the key or the base URL implies. */
export function llmEngine({ llm, geminiKey, llmBaseUrl }: Omit<LlmChoice, 'classifyModel' | 'explainModel'>) {
  if (llm !== undefined) return llm;
  if (geminiKey !== undefined) return 'gemini';
  return llmBaseUrl === undefined ? 'none' : 'openai-compatible';
}

/** Which model does what; '' where none is named and the engine has none of its own. */
export function llmModels(choice: LlmChoice): { readonly classify: string; readonly explain: string } {
  const { classifyModel, explainModel } = choice;
  if (llmEngine(choice) === 'gemini')
    return {
      classify: classifyModel ?? GEMINI_MODELS.classify,
      explain: explainModel ?? GEMINI_MODELS.explain,
    };
  return { classify: classifyModel ?? explainModel ?? '', explain: explainModel ?? classifyModel ?? '' };
}

/** What is missing for the chosen engine, a sentence each. */
export function llmProblems(choice: LlmChoice): string[] {
  const engine = llmEngine(choice);
  if (engine === 'gemini' && choice.geminiKey === undefined)
    return ['PRESAGE_LLM is gemini, and there is no key: set GEMINI_API_KEY or GEMINI_API_KEY_FILE.'];
  const problems: string[] = [];
  if (engine !== 'none' && choice.llmBaseUrl !== undefined && choice.llmBaseUrl.username !== '')
    problems.push('PRESAGE_LLM_BASE_URL holds a user or password; give the key by its own setting.');
  if (engine !== 'openai-compatible') return problems;
  if (choice.llmBaseUrl === undefined)
    problems.push(
      'PRESAGE_LLM is openai-compatible, and it is not said where: set PRESAGE_LLM_BASE_URL, for example http://127.0.0.1:11434/v1.',
    );
  if (llmModels(choice).explain === '')
    problems.push(
      'No model is named for the OpenAI-compatible server: set PRESAGE_LLM_EXPLAIN_MODEL, PRESAGE_LLM_CLASSIFY_MODEL or both.',
    );
  return problems;
}
