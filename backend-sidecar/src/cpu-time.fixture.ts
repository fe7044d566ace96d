/**
 * Milliseconds of CPU that `work` takes in this process. Unlike the time of a clock it does not grow when the
 * machine is busy with something else, so that a test of it fails for its own reason only.
 */
export function cpuMillis(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
