#!/usr/bin/env node
/** The command line: reads arguments, gives each command its configuration, and turns what goes wrong into a sentence and an exit code. */
import { ROLES } from '@presage/contract';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { check } from './commands/check.ts';
import { classify } from './commands/classify.ts';
import { detect } from './commands/detect.ts';
import { grafana } from './commands/grafana.ts';
import { serve } from './commands/serve.ts';
import { createToken } from './commands/token.ts';
import { readConfig } from './config.ts';
import { PresageError } from './errors.ts';
import type { SettingName } from './settings.ts';
import { VERSION } from './version.ts';

/** 0 all well, 1 it failed, 2 the arguments or the configuration cannot be used. */
const EXIT = { failed: 1, usage: 2 } as const;

/** Who names files wants to see their lines, however old: without a retention of the user's own, only the size of the store limits them. */
const FILES_KEPT = { retention: '36500d' } as const;

interface ServeOptions {
  readonly demo?: boolean;
  readonly listen?: string;
  readonly data?: string;
}

const program = new Command('presage')
  .description('Presage gives every log line a class, a severity, a template and a score.')
  .version(VERSION)
  .showHelpAfterError('Run presage --help for what there is.')
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  presage serve --demo                     try it: an invented shop, the live page on http://127.0.0.1:9480/
  presage serve app.log '/var/log/*.log'   follow files
  presage classify < lines.txt             class and template of each line, nothing stored
  presage token create --role ingest       a token for a shipper

Settings come from the environment (PRESAGE_…); docs/configuration.md lists them all.`,
  );

program
  .command('serve')
  .description('run the sidecar: take logs, decide, store, answer')
  .argument('[files...]', 'files to follow; quote patterns with *')
  .option('--demo', 'feed the invented shop')
  .option('--listen <host:port>', 'address and port (PRESAGE_LISTEN)')
  .option('--data <folder>', 'data folder (PRESAGE_DATA_DIR)')
  .action(async (files: string[], options: ServeOptions) => {
    await serve(readConfig(undefined, serveOverrides(files, options), files.length > 0 ? FILES_KEPT : {}));
  });

program
  .command('classify')
  .description(
    'read lines (text or NDJSON) on stdin, write each as JSON with our fields on stdout, in order; no network',
  )
  .option('--aliases <file>', 'write at the end which printed template ids became which')
  .option('--signatures <file>', 'your own signatures, as in PRESAGE_SIGNATURES_FILE')
  .action(async (options: { aliases?: string; signatures?: string }) => {
    await classify(process.stdin, process.stdout, options);
  });

program
  .command('detect')
  .description('score a CSV of timestamp,value: the rows come back with anomaly_score and bounds; no network')
  .argument('<file>', 'the CSV')
  .action(async (file: string) => {
    await detect(file, process.stdout, (text) => void process.stderr.write(`presage: ${text}\n`));
  });

program
  .command('check')
  .description('check the configuration and reach the stores, without serving')
  .action(async () => {
    process.exitCode = (await check(readConfig(), (line) => process.stdout.write(`${line}\n`)))
      ? 0
      : EXIT.failed;
  });

program
  .command('grafana')
  .description(
    'write the alert rules, contact points and message texts for Grafana, from the PRESAGE_ALERT_ settings',
  )
  .requiredOption('--out <folder>', "Grafana's provisioning/alerting folder")
  .action(async (options: { out: string }) => {
    process.stdout.write(`${await grafana(readConfig(), options.out)}\n`);
  });

program
  .command('token')
  .description('make access tokens')
  .addArgument(new Argument('<action>', 'what to do').choices(['create']))
  .addOption(new Option('--role <role>', 'what it may do').choices([...ROLES]).makeOptionMandatory())
  .option('--tenant <AccountID:ProjectID>', 'bind it to a tenant', tenantOf)
  .option('--data <folder>', 'data folder (PRESAGE_DATA_DIR)')
  .action(
    async (_action: string, options: { role: (typeof ROLES)[number]; tenant?: string; data?: string }) => {
      const config = readConfig(undefined, options.data === undefined ? {} : { dataDir: options.data });
      const token = await createToken(config, options.role, options.tenant);
      process.stdout.write(`${token}\n`);
      process.stderr.write(
        `Role ${options.role}${options.tenant === undefined ? '' : `, tenant ${options.tenant}`}. Keep it: only its hash is stored. A running sidecar knows it within seconds.\n`,
      );
    },
  );

function serveOverrides(
  files: readonly string[],
  options: ServeOptions,
): Partial<Record<SettingName, string>> {
  return {
    ...(files.length > 0 ? { files: files.join(',') } : {}),
    ...(options.demo ? { demo: 'true' } : {}),
    ...(options.listen === undefined ? {} : { listen: options.listen }),
    ...(options.data === undefined ? {} : { dataDir: options.data }),
  };
}

function tenantOf(text: string): string {
  if (/^\d{1,10}:\d{1,10}$/.test(text)) return text;
  throw new InvalidArgumentError('A tenant is AccountID:ProjectID, for example 12:0.');
}

/** What the user is told, and with which code the process ends. */
function fail(thrown: unknown): void {
  if (thrown instanceof Error && 'exitCode' in thrown && typeof thrown.exitCode === 'number') {
    process.exitCode = thrown.exitCode === 0 ? 0 : EXIT.usage;
    return;
  }
  const isOurs = thrown instanceof PresageError;
  process.stderr.write(
    `presage: ${isOurs ? thrown.message : thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
  );
  process.exitCode = isOurs && thrown.code === 'bad_config' ? EXIT.usage : EXIT.failed;
}

await program.parseAsync().catch(fail);
