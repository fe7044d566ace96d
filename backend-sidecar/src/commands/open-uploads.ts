import { join } from 'node:path';
import type { Log } from '@presage/contract';
import type { Config } from '../config.ts';
import { SYSTEM_CLOCK } from '../road/clock.ts';
import type { Road } from '../road/road.ts';
import { JobBook } from '../sources/upload/job-book.ts';
import { UploadSource } from '../sources/upload/upload-source.ts';

/** Uploaded files: what was not read to its end before goes on once the source is started. */
export async function openUploads(
  config: Config,
  road: Road,
  log: Log,
): Promise<{ jobs: JobBook; uploads: UploadSource }> {
  const nowMs = (): number => SYSTEM_CLOCK.nowMs();
  const jobs = await JobBook.open(join(config.dataDir, 'uploads'), log, nowMs());
  const uploads = new UploadSource({
    jobs,
    intake: road.intake,
    recalled: road.positionsOf('upload'),
    maxDecompressedBytes: config.uploadMaxDecompressed,
    log,
    nowMs,
  });
  return { jobs, uploads };
}
