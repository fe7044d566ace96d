/** How well predicted groups of lines agree with the true ones; all 0…1. */
export interface GroupingFigures {
  /** Share of lines whose predicted group is exactly their true group. */
  readonly ga: number;
  /** F1 over groups; a predicted group is right when it is exactly a true one. */
  readonly fga: number;
  /** Share of lines that belong to the commonest true group of their predicted one. */
  readonly purity: number;
  readonly predictedGroups: number;
  readonly trueGroups: number;
  /** True groups whose lines are in more than one predicted group. */
  readonly splitGroups: number;
  /** Predicted groups with lines of more than one true group. */
  readonly joinedGroups: number;
}

/** `predicted[i]` and `truth[i]` name the groups of line i. */
export function groupingFigures(predicted: readonly string[], truth: readonly string[]): GroupingFigures {
  const sizes = countsOf(truth);
  const groups = new Map<string, Map<string, number>>();
  predicted.forEach((group, i) => {
    const inside = groups.get(group) ?? new Map<string, number>();
    groups.set(group, inside);
    const label = truth[i] ?? '';
    inside.set(label, (inside.get(label) ?? 0) + 1);
  });
  let rightLines = 0;
  let rightGroups = 0;
  let pureLines = 0;
  let joinedGroups = 0;
  const homes = new Map<string, number>();
  for (const inside of groups.values()) {
    pureLines += Math.max(...inside.values());
    if (inside.size > 1) joinedGroups++;
    for (const label of inside.keys()) homes.set(label, (homes.get(label) ?? 0) + 1);
    const [first] = inside;
    if (inside.size > 1 || first === undefined || sizes.get(first[0]) !== first[1]) continue;
    rightGroups++;
    rightLines += first[1];
  }
  const lines = Math.max(1, predicted.length);
  return {
    ga: rightLines / lines,
    fga: (2 * rightGroups) / Math.max(1, groups.size + sizes.size),
    purity: pureLines / lines,
    predictedGroups: groups.size,
    trueGroups: sizes.size,
    splitGroups: [...homes.values()].filter((count) => count > 1).length,
    joinedGroups,
  };
}

function countsOf(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
