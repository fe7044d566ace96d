import type { Template } from '@presage/contract';
import type { Partition } from './partition.ts';
import type { MinedTemplate } from './template/mined-template.ts';
import type { TemplateFacts } from './template-facts.ts';
import type { TemplateFilter, TemplateTable } from './verdict.ts';

/** Finds the partitions of one tenant. */
export interface PartitionIndex {
  ofTenant(tenant: string): Iterable<Partition>;
}

type Mined = MinedTemplate<TemplateFacts>;
interface Place {
  readonly partition: Partition;
  readonly template: Mined;
}

/** The templates of all partitions, read where they stand: nothing is copied until it is asked for. */
export function createTemplateTable(index: PartitionIndex): TemplateTable {
  return {
    list(filter) {
      const places = matching(index, filter).sort(
        (a, b) => b.template.count - a.template.count || compare(placeOf(a), placeOf(b)),
      );
      const page = places.slice(0, Math.max(0, filter.limit));
      return {
        templates: page.map(({ partition, template }) => partition.row(template)),
        total: places.length,
      };
    },
    get(tenant, templateId, service) {
      let alias: Template | undefined;
      for (const partition of index.ofTenant(tenant)) {
        if (service !== undefined && partition.service !== service) continue;
        const template = partition.miner.get(templateId);
        if (template?.id === templateId) return partition.row(template);
        if (template !== undefined) alias ??= partition.row(template);
      }
      return alias;
    },
    detail(tenant, templateId, service) {
      for (const partition of index.ofTenant(tenant)) {
        const template = partition.service === service ? partition.miner.get(templateId) : undefined;
        if (template !== undefined) return partition.detail(template);
      }
      return undefined;
    },
    corrected(tenant) {
      return Array.from(index.ofTenant(tenant), (partition) => partition.corrected()).flat();
    },
  };
}

function matching(index: PartitionIndex, filter: TemplateFilter): Place[] {
  const { tenant, service, class: logClass, text } = filter;
  const words = text?.toLowerCase();
  const places: Place[] = [];
  for (const partition of index.ofTenant(tenant)) {
    if (service !== undefined && partition.service !== service) continue;
    for (const template of partition.miner.templates()) {
      if (words !== undefined && !template.text.toLowerCase().includes(words)) continue;
      if (logClass !== undefined && !partition.hasClass(template, logClass)) continue;
      places.push({ partition, template });
    }
  }
  return places;
}

function placeOf({ partition, template }: Place): string {
  return `${partition.service}\0${template.id}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
