import { adoptedState } from './adopted-state.ts';
import { Partition, type PartitionParts } from './partition.ts';
import type { SavedPartition, UnknownTemplate } from './verdict.ts';

const DEFAULT_MAX_PARTITIONS = 2000;
/** Let go at once, so that finding the least recently seen costs next to nothing a line. */
const LET_GO_SHARE = 0.05;

/**
 * The partitions in memory, by tenant and service. Owns who is seen when, what has changed since it was saved, and how far
 * in the journal the pipeline is.
 */
export class PartitionMap {
  readonly #parts: PartitionParts;
  readonly #maxPartitions: number;
  readonly #byTenant = new Map<string, Map<string, Partition>>();
  /** Saved when they were let go, until save gives them out; the oldest are given up beyond the cap. */
  readonly #parting = new Map<string, { readonly saved: SavedPartition; readonly dirtySince: number }>();
  #count = 0;
  /** Inputs so far. */
  #clock = 0;
  /** Highest sequence of this run: a partition without lines up to it has seen everything that is there for it. */
  #sequence = -1;
  #tickedMs = -1;
  /** The line before was most often of the same service. */
  #last: Partition | undefined;

  constructor(parts: PartitionParts, maxPartitions = DEFAULT_MAX_PARTITIONS) {
    this.#parts = parts;
    this.#maxPartitions = Math.max(1, maxPartitions);
  }

  get(tenant: string, service: string): Partition | undefined {
    return this.#byTenant.get(tenant)?.get(service);
  }

  ofTenant(tenant: string): Iterable<Partition> {
    return this.#byTenant.get(tenant)?.values() ?? [];
  }

  /** The partition for an input, made if need be; undefined when its restored state has already seen the sequence. */
  touch(tenant: string, service: string, sequence: number): Partition | undefined {
    if (sequence > this.#sequence) this.#sequence = sequence;
    let partition = this.#last;
    if (partition?.service !== service || partition.tenant !== tenant) {
      partition = this.get(tenant, service) ?? this.#enter(tenant, service);
      this.#last = partition;
    }
    if (sequence <= partition.position) return undefined;
    partition.used = ++this.#clock;
    if (partition.dirtySince === 0) partition.dirtySince = this.#clock;
    return partition;
  }

  /** Those in memory for an input to one service, or (undefined) to all of a tenant, that have not seen the sequence. */
  touchSome(tenant: string, service: string | undefined, sequence: number): Partition[] {
    if (sequence > this.#sequence) this.#sequence = sequence;
    const asked = service === undefined ? [...this.ofTenant(tenant)] : [this.get(tenant, service)];
    return asked.flatMap((one) => (one ? (this.touch(tenant, one.service, sequence) ?? []) : []));
  }

  /** Time has reached a bucket boundary: all partitions, in an order that does not depend on which came first. */
  tick(nowMs: number): Partition[] {
    this.#tickedMs = nowMs;
    return this.#all().sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** All templates in turn, undefined for those that are known: a caller may stop and go on as lines come in between. */
  *unknown(): Generator<UnknownTemplate | undefined> {
    for (const partition of this.#all()) yield* partition.unknown();
  }

  changed(partition: Partition): void {
    if (partition.dirtySince === 0) partition.dirtySince = ++this.#clock;
  }

  /** What changed since it was last given out, oldest change first. What is given out counts as saved with the next. */
  *save(): Generator<SavedPartition> {
    const parting = Array.from(this.#parting, ([key, { saved, dirtySince }]) => ({ key, saved, dirtySince }));
    const dirty = this.#all().filter(({ dirtySince }) => dirtySince > 0);
    const changes = [...parting, ...dirty].sort((a, b) => a.dirtySince - b.dirtySince);
    for (const change of changes) {
      if (change instanceof Partition) yield* this.#saveOne(change);
      else {
        yield change.saved;
        if (this.#parting.get(change.key)?.saved === change.saved) this.#parting.delete(change.key);
      }
    }
  }

  /** Throws a RangeError when the state is of another form than this release reads; then nothing has changed. */
  restore(saved: SavedPartition): void {
    const partition = this.#fromKey(saved.key);
    partition.restore(saved);
    this.#add(partition);
  }

  #fromKey(key: string): Partition {
    const at = key.indexOf('\0');
    if (at < 0) throw new RangeError('The saved state of a service has a key without a tenant.');
    return new Partition(key.slice(0, at), key.slice(at + 1), this.#parts);
  }

  /** What another sidecar has learned of a service takes the place of what is known of it here. Throws like restore. */
  adopt(saved: SavedPartition, sequence: number): void {
    if (sequence > this.#sequence) this.#sequence = sequence;
    const partition = this.#fromKey(saved.key);
    const known = this.get(partition.tenant, partition.service);
    if (known !== undefined && sequence <= known.position) return;
    partition.restore(adoptedState(saved, sequence, known?.counters.save()));
    this.#parting.delete(partition.key);
    this.#last = undefined;
    this.#add(partition);
    partition.dirtySince = this.#clock;
  }

  /** The classifier has changed: every template is judged anew with its next line. What is learned and counted stays. */
  relearn(): void {
    for (const { miner } of this.#all())
      for (const { data } of miner.templates()) if (data !== undefined) data.judge = undefined;
  }

  size(): { partitions: number; templates: number } {
    const templates = this.#all().reduce((sum, { miner }) => sum + miner.size, 0);
    return { partitions: this.#count, templates };
  }

  *#saveOne(partition: Partition): Generator<SavedPartition> {
    // Let go in the meantime: it comes with the next round, as it was then.
    if (this.get(partition.tenant, partition.service) !== partition) return;
    const since = partition.dirtySince;
    partition.dirtySince = 0;
    let taken = false;
    try {
      yield partition.save(this.#sequence);
      taken = true;
    } finally {
      if (!taken) partition.dirtySince = since;
    }
  }

  #all(): Partition[] {
    return Array.from(this.#byTenant.values(), (services) => [...services.values()]).flat();
  }

  #enter(tenant: string, service: string): Partition {
    const partition = new Partition(tenant, service, this.#parts);
    const parting = this.#parting.get(partition.key);
    if (parting !== undefined) {
      partition.restore(parting.saved);
      partition.dirtySince = parting.dirtySince;
      this.#parting.delete(partition.key);
    }
    this.#add(partition);
    return partition;
  }

  #add(partition: Partition): void {
    const { tenant, service } = partition;
    let services = this.#byTenant.get(tenant);
    if (services === undefined) this.#byTenant.set(tenant, (services = new Map<string, Partition>()));
    if (!services.has(service)) this.#count++;
    services.set(service, partition);
    partition.used = ++this.#clock;
    partition.tickedMs = Math.max(partition.tickedMs, this.#tickedMs);
    if (this.#count > this.#maxPartitions) this.#letGo();
  }

  #letGo(): void {
    const oldest = this.#all().sort((a, b) => a.used - b.used);
    const surplus = this.#count - this.#maxPartitions + Math.floor(this.#maxPartitions * LET_GO_SHARE);
    for (const partition of oldest.slice(0, surplus)) this.#part(partition);
  }

  #part(partition: Partition): void {
    const services = this.#byTenant.get(partition.tenant);
    services?.delete(partition.service);
    if (services?.size === 0) this.#byTenant.delete(partition.tenant);
    this.#count--;
    if (this.#last === partition) this.#last = undefined;
    if (partition.dirtySince === 0) return;
    const { key, dirtySince } = partition;
    this.#parting.set(key, { saved: partition.save(this.#sequence), dirtySince });
    const first = this.#parting.keys().next().value;
    if (this.#parting.size > this.#maxPartitions && first !== undefined) this.#parting.delete(first);
  }
}
