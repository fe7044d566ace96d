import { SILENT_LOG, SILENT_METER } from '@presage/contract';
import type { Config } from '../config.ts';
import { messageOf } from '../errors.ts';
import { alertSettings } from './grafana.ts';
import { checkSources } from './check-sources.ts';
import { openDataFolder } from './data-folder.ts';
import { openDrivers } from './open-model.ts';
import { openStores } from './open-stores.ts';
import { readSignatureFile } from './signature-file.ts';

/** Tells, a line each, whether the data folder can be written, the alerts can be rendered, access is closed, and every source, model and store can be used. True = all is well. */
export async function check(config: Config, tell: (line: string) => void): Promise<boolean> {
  tell(`configuration: ok (listens on ${config.listen.host}:${config.listen.port})`);
  const isFolderWell = await tryOut('data folder', tell, () => openDataFolder(config));
  const { signaturesFile } = config;
  const areSignaturesWell =
    signaturesFile === undefined ||
    (await tryOut('signatures', tell, async () => {
      const { length } = await readSignatureFile(signaturesFile);
      return `${length} in force with those of ${signaturesFile}`;
    }));
  if (!isFolderWell || !areSignaturesWell) return false;
  const areAlertsWell = await tryOut('alerts', tell, () => Promise.resolve(alertsInWords(config)));
  const areSourcesWell = await checkSources(config, (name, attempt) => tryOut(name, tell, attempt));
  const areModelsWell = (await checkModels(config, tell)) && areAlertsWell && areSourcesWell;
  if (!config.victoriaLogsUrl) {
    tell('store: embedded (set PRESAGE_VICTORIALOGS_URL and PRESAGE_VICTORIAMETRICS_URL for VictoriaLogs)');
    return areModelsWell;
  }
  const { sinks } = await openStores(config, SILENT_LOG, SILENT_METER);
  const answers = await Promise.all(
    sinks
      .filter(({ isOutput }) => isOutput !== true)
      .map((sink) =>
        tryOut(sink.name, tell, async () => {
          const { ok, message } = await sink.health();
          await sink.close();
          if (!ok) throw new Error(message);
          return message === '' ? `it answers, but not with its version: is that ${sink.name}?` : message;
        }),
      ),
  );
  return areModelsWell && answers.every(Boolean);
}

/** Whom Grafana would tell. Throws `bad_config`. */
function alertsInWords(config: Config): string {
  const { email, teamsUrl, slackUrl, webhook, jira } = alertSettings(config).channels;
  const told = [
    ...email,
    ...Object.entries({ Teams: teamsUrl, Slack: slackUrl, webhook, Jira: jira }).flatMap(([name, set]) =>
      set === undefined ? [] : [name],
    ),
  ];
  return told.length === 0
    ? 'nobody is told (set PRESAGE_ALERT_EMAIL or PRESAGE_ALERT_TEAMS_URL)'
    : `to ${told.join(', ')}`;
}

/** A real tiny call of each model; they are asked one after the other, as free tiers want it. */
async function checkModels(config: Config, tell: (line: string) => void): Promise<boolean> {
  const drivers = openDrivers(config);
  if (drivers === undefined) {
    tell('model: none (set GEMINI_API_KEY, or PRESAGE_LLM_BASE_URL for a model of your own)');
    return true;
  }
  let areWell = true;
  for (const driver of new Set([drivers.explain, drivers.classify])) {
    const isWell = await tryOut(`model ${driver.model}`, tell, async () => {
      const { ok, message, millis } = await driver.health(new AbortController().signal);
      if (!ok) throw new Error(message);
      return `answers in ${millis} ms`;
    });
    areWell &&= isWell;
  }
  return areWell;
}

async function tryOut(
  name: string,
  tell: (line: string) => void,
  attempt: () => Promise<string>,
): Promise<boolean> {
  try {
    tell(`${name}: ok (${await attempt()})`);
    return true;
  } catch (thrown) {
    tell(`${name}: ${messageOf(thrown)}`);
    return false;
  }
}
