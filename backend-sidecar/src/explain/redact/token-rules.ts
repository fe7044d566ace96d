import type { Rule } from './rule.ts';

/**
 * Keys and tokens that a vendor made recognisable by their beginning. The forms are those the vendors document.
 * `before` keeps a match from starting inside a longer word.
 */
const before = String.raw`(?<![A-Za-z0-9_-])`;

function token(words: string, form: string, entropy = 2.5): Rule {
  return { kind: 'TOKEN', words: words.split(' '), pattern: new RegExp(before + form, 'dg'), entropy };
}

const CLOUDS: readonly Rule[] = [
  token('aiza', String.raw`AIza[\w-]{35}`),
  token('aq.', String.raw`AQ\.[\w-]{20,256}`),
  token('ya29.', String.raw`ya29\.[\w.-]{20,2048}`),
  token('gocspx-', String.raw`GOCSPX-[\w-]{20,64}`),
  token('1//0', String.raw`1//0[\w-]{40,256}`),
  token('akia asia abia acca', String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])`),
  token('bedrock-api-key-', String.raw`bedrock-api-key-[\w+/=-]{20,512}`),
  token('8q~', String.raw`[\w~.-]{3}8Q~[\w~.-]{31,40}`),
  token('do', String.raw`do[opr]_v1_[0-9a-f]{64}`),
  token('dapi', String.raw`dapi[0-9a-f]{32}`),
  token('hrku-', String.raw`HRKU-[\w-]{30,80}`),
  token('fo1_ fm1_ fm2_', String.raw`(?:fo1_|fm[12]_)[\w+/=-]{40,2048}`),
  token('ltai', String.raw`LTAI[A-Za-z0-9]{17,24}`),
];

const FORGES: readonly Rule[] = [
  token('ghp_ gho_ ghu_ ghs_ ghr_', String.raw`gh[pousr]_[A-Za-z0-9]{36,255}`),
  token('github_pat_', String.raw`github_pat_\w{22,255}`),
  token('gl', String.raw`gl(?:pat|dt|cbt|ptt|rt|ft|imt|agent|soat|oas|ffct)-[\w-]{20,64}`),
  token('gr1348941', String.raw`GR1348941[\w-]{20,64}`),
  token('npm_', String.raw`npm_[A-Za-z0-9]{36}`),
  token('pypi-', String.raw`pypi-[\w-]{50,1024}`),
  token('rubygems_', String.raw`rubygems_[0-9a-f]{48}`),
  token('dckr_', String.raw`dckr_[op]at_[\w-]{20,64}`),
  token('atatt3 atctt3', String.raw`AT[AC]TT3[\w=-]{40,512}`),
  token('lin_api_', String.raw`lin_api_[A-Za-z0-9]{40}`),
  token('pmak-', String.raw`PMAK-[0-9a-f]{24}-[0-9a-f]{34}`),
  token('figd_', String.raw`figd_[\w-]{40,64}`),
  token('ntn_ secret_', String.raw`(?:ntn_|secret_)[A-Za-z0-9]{40,50}`),
];

const CHAT: readonly Rule[] = [
  token('xox', String.raw`xox[abeoprs](?:\.xox[bp])?-[\w-]{10,512}`),
  token('xapp-', String.raw`xapp-\d-[\w-]{20,256}`),
  token(
    'hooks.slack.com',
    String.raw`(?<=hooks\.slack\.com/)(?:services|workflows|triggers)/[\w+/-]{20,200}`,
    0,
  ),
  token('.webhook.office.com', String.raw`(?<=\.webhook\.office\.com/)webhookb2/[\w@/-]{20,400}`, 0),
  token('/api/webhooks/', String.raw`(?<=/api/webhooks/)\d{5,25}/[\w-]{40,100}`),
  token(':aa', String.raw`\d{8,10}:AA[\w-]{32,34}(?![\w-])`),
];

const PRODUCTS: readonly Rule[] = [
  token('sk-', String.raw`sk-(?:proj-|svcacct-|admin-|ant-|or-)?[\w-]{20,256}`, 3),
  token('hf_', String.raw`hf_[A-Za-z]{30,40}`),
  token('gsk_', String.raw`gsk_[A-Za-z0-9]{40,60}`),
  token('_live_ _test_', String.raw`[rs]k_(?:live|test)_[A-Za-z0-9]{16,256}`),
  token('whsec_', String.raw`whsec_[A-Za-z0-9+/=]{24,64}`),
  token('sk', String.raw`SK[0-9a-f]{32}(?![0-9a-f])`),
  token('sg.', String.raw`SG\.[\w-]{16,32}\.[\w-]{32,64}`),
  token('key-', String.raw`key-[0-9a-f]{32}(?![0-9a-f])`),
  token('shp', String.raw`shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}`),
  token('sq0', String.raw`sq0[a-z]{3}-[\w-]{22,64}`),
  token('hvs. hvb. hvr.', String.raw`hv[sbr]\.[\w-]{24,512}`),
  token('.atlasv1.', String.raw`[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,80}`),
  token('glsa_ glc_', String.raw`(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/=]{32,400})`),
  token('nrak- nrii- nrjs-', String.raw`NR(?:AK|II|JS)-[\w-]{19,40}`),
  token('dp.', String.raw`dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,64}`),
  token('dt0c01.', String.raw`dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}`),
  token('age-secret-key-', String.raw`AGE-SECRET-KEY-1[0-9A-Z]{58}`),
  token('sntrys_ sntryu_', String.raw`sntry[su]_[\w+/=]{40,400}`),
];

/** Services that many programs call. */
const SERVICES: readonly Rule[] = [
  token('access_token$', String.raw`access_token\$(?:production|sandbox)\$[a-z0-9]{8,40}\$[0-9a-f]{32}`),
  token(
    'access-',
    String.raw`access-(?:sandbox|development|production)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`,
  ),
  token('akcp cmvmdgtuoj', String.raw`(?:AKCp|cmVmdGtuOj)[A-Za-z0-9]{50,90}`),
  token('squ_ sqp_ sqa_', String.raw`sq[apu]_[0-9a-f]{40}`),
  token('ccipat_ cciprj_', String.raw`CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,24}_[0-9a-f]{40}`),
  token('nral', String.raw`[0-9a-f]{32}(?:FFFF|[0-9a-f]{4})NRAL`),
  token('pul-', String.raw`pul-[0-9a-f]{40}`),
  token('pscale_', String.raw`pscale_(?:pw|tkn|oauth)_[\w.-]{32,64}`),
  token('sbp_ sb_secret_', String.raw`(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{20,64})`),
  token('pplx- xai-', String.raw`(?:pplx|xai)-[A-Za-z0-9]{40,100}`),
  token('r8_', String.raw`r8_[A-Za-z0-9]{37}`),
  token('tskey-', String.raw`tskey-[a-z]{2,10}-[\w-]{20,80}`),
  token('vercel_blob_rw_', String.raw`vercel_blob_rw_\w{24,80}`),
  token('bkua_ bkat_', String.raw`bk[au][at]_[0-9a-f]{40}`),
  token('flwseck', String.raw`FLWSECK(?:_TEST)?-[0-9a-fA-F]{32}-X`),
  token('rzp_', String.raw`rzp_(?:live|test)_[A-Za-z0-9]{14}`),
  token(
    'eaa',
    String.raw`EA(?:AA[\w-]{56,80}|ACEdEose0cBA[A-Za-z0-9]{8,400}|A[A-Z][A-Za-z0-9]{60,400})(?![A-Za-z0-9])`,
    3.5,
  ),
  token('-us', String.raw`[0-9a-f]{32}-us\d{1,2}(?!\w)`),
  token('pat', String.raw`pat[A-Za-z0-9]{14}\.[0-9a-f]{64}`),
  token('pat-', String.raw`pat-(?:na|eu)\d-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`),
  token('xkeysib-', String.raw`xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}`),
  token('sha256~', String.raw`sha256~[\w-]{43}`),
  token('azdo', String.raw`[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{10,12}AZDO[A-Za-z0-9]{4}`),
  token('+ast +acr +arm', String.raw`[A-Za-z0-9+/]{32,80}\+A(?:St|CR|Rm)[A-Za-z0-9+/]{4,12}={0,2}`, 3.5),
];

export const TOKEN_RULES: readonly Rule[] = [...CLOUDS, ...FORGES, ...CHAT, ...PRODUCTS, ...SERVICES];
