import { readHead } from '../src/pipeline/parse/message.ts';
import { Miner } from '../src/pipeline/template/miner.ts';

/** The ids of lines: as they were given out line by line, and after aliases were resolved at the end. */
export interface MinedIds {
  readonly streamed: readonly string[];
  readonly final: readonly string[];
}

/** Mines bare contents in order. */
export function mineContents(contents: readonly string[]): MinedIds {
  const miner = new Miner({ maxTemplates: 100_000 });
  const streamed = contents.map((content) => miner.mine(content).id);
  return { streamed, final: streamed.map((id) => miner.get(id)?.id ?? id) };
}

/** Mines lines with their heads, cut off as the pipeline does it. */
export function mineLines(lines: readonly string[]): MinedIds {
  return mineContents(lines.map((line) => line.slice(readHead(line).bodyStart)));
}
