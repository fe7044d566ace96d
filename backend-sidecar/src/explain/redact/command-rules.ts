import { commandRule } from './command-line.ts';
import { isLikelyPassword, isLikelySecret, isSecret } from './likely.ts';
import { bare, quoted } from './notation.ts';
import type { Rule } from './rule.ts';

/** Passwords among the arguments of commands, as audit logs, CI and process lists show them. */
function rule(words: readonly string[], form: string, more: Partial<Rule> = {}): Rule {
  return { kind: 'PASSWORD', words, pattern: new RegExp(form, 'dgi'), holds: isSecret, ...more };
}

/** What may not be a value on Windows' command line: an option, or the end of the command. */
const value = String.raw`(?:"([^"\n]{1,256})"|(?![/\\|&<>;"])(\S{1,256}))`;
const user = String.raw`(?:"[^"\n]{1,128}"|[^\s"/]\S{0,127})`;

const NAMED_OPTIONS: readonly Rule[] = [
  rule(
    ['--'],
    String.raw`--[\w-]{0,40}(?:password|passwd|token|secret|api-?key|passphrase)(?:\s{1,3}|=)(?:${quoted}|(?!-)${bare})`,
  ),
  rule(
    ['pass', '-pw'],
    String.raw`(?<=\s)-(?:[a-z]{0,20}(?:password|passwd|storepass|keypass|passphrase)|pass(?:in|out)?|pw)\s{1,3}(?:pass:)?(?!pass:)(?:${quoted}|(?![-(])${bare})`,
  ),
  rule(['pass', 'pwd', '/rp'], String.raw`(?<=\s)/(?:pass|pwd|rp)[: ]${value}`),
  rule(['securestring'], String.raw`ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?${quoted}`),
  rule(['credential'], String.raw`(?:PS|Network)Credential\s?\(\s?["'][^"'\n]{1,128}["']\s?,\s?${quoted}`),
];

const WINDOWS: readonly Rule[] = [
  rule(
    ['net'],
    String.raw`\bnet1?(?:\.exe)?"?\s{1,3}use\s(?:\s?(?:[a-z]:|\*))?\s{0,3}\\{2,4}\S{1,256}\s{1,3}${value}`,
  ),
  rule(['net'], String.raw`\bnet1?(?:\.exe)?"?\s{1,3}use\s[^\n]{0,300}?/u(?:ser)?:${user}\s{1,3}${value}`),
  rule(['net'], String.raw`\bnet1?(?:\.exe)?"?\s{1,3}user\s{1,3}${user}\s{1,3}${value}(?=\s{1,3}/[a-z])`),
  rule(['net'], String.raw`\bnet1?(?:\.exe)?"?\s{1,3}user\s{1,3}${user}\s{1,3}${value}`, {
    holds: isLikelyPassword,
  }),
];

const DATABASES: readonly Rule[] = [
  commandRule(['mysql', 'mariadb'], {
    command: String.raw`(?:mysql|mariadb)[\w-]{0,16}`,
    before: /^-p$/,
    glued: /^-p/,
  }),
  commandRule(['sqlcmd', 'osql', 'bcp'], { command: 'sqlcmd|osql|bcp', before: /^-P$/, glued: /^-P/ }),
  commandRule(['mongo'], { command: String.raw`mongo[a-z]{0,10}`, before: /^-p$/, glued: /^-p(?!\w*ort)/ }),
  commandRule(['redis-cli', 'valkey-cli'], { command: 'redis-cli|valkey-cli', before: /^(?:-a|--pass)$/ }),
  rule(
    ['sqlplus', 'rman', 'expdp', 'impdp', 'sqlldr'],
    String.raw`\b(?:sqlplus|rman|expdp|impdp|sqlldr)\s[^\n]{0,80}?(?<=[\s"']|userid=)[\w$#]{1,64}/([^\s@"'/]{1,128})`,
  ),
  rule(['requirepass', 'masterauth'], String.raw`\b(?:requirepass|masterauth)\s{1,3}${quoted}`),
  rule(['requirepass', 'masterauth'], String.raw`\b(?:requirepass|masterauth)\s{1,3}([^\s"'=:]{4,256})`),
  rule(['"auth"'], String.raw`"AUTH"(?:\s"[^"\n]{1,128}")?\s"([^"\n]{1,512})"`),
];

const REMOTE: readonly Rule[] = [
  commandRule(['sshpass'], { command: 'sshpass', before: /^-p$/, glued: /^-p/ }),
  commandRule(['login'], {
    command: String.raw`(?:docker|podman|nerdctl|skopeo|crane|helm|oc|az)\s[^\n|;&]{0,40}?login`,
    before: /^-p$/,
  }),
  commandRule(['psexec', 'winrm', 'crackmapexec', 'netexec', 'nxc'], {
    command: String.raw`psexec(?:64)?|evil-winrm|crackmapexec|netexec|nxc`,
    before: /^-p$/,
  }),
  commandRule(['freerdp'], { command: '[a-z]{1,3}freerdp', glued: /^\/p:/ }),
  commandRule(['winexe', 'smbclient', 'rpcclient'], {
    command: 'winexe|smbclient|rpcclient',
    before: /^(?:-U|--user)$/,
    glued: /^(?:-U|--user=)/,
    behind: '%',
  }),
  commandRule(['curl'], {
    command: 'curl',
    before: /^(?:-[a-zA-Z#]{0,12}[uU]|--(?:proxy-)?user)$/,
    glued: /^(?:-[uU]|--(?:proxy-)?user=)/,
    behind: ':',
  }),
  commandRule(['http'], { command: 'https?', before: /^(?:-a|--auth)$/, glued: /^--auth=/, behind: ':' }),
  commandRule(['wget'], { command: 'wget', before: /^(?:-u|--user)$/, behind: ':' }),
  commandRule(['ldap'], { command: 'ldap[a-z]{3,8}', before: /^-w$/, glued: /^-w/ }),
  commandRule(['snmp'], { command: 'snmp[a-z]{3,10}', before: /^-[AXc]$/, glued: /^-[AX]/ }),
  commandRule(['ipmitool'], { command: 'ipmitool', before: /^-P$/ }),
  rule(
    ['secretsdump', 'exec', 'getuserspns', 'getnpusers', 'impacket'],
    String.raw`\b(?:impacket-)?(?:secretsdump|psexec|wmiexec|smbexec|atexec|dcomexec|GetUserSPNs|GetNPUsers)(?:\.py)?\s[^\n]{0,200}?(?<=[\s"'])(?:[\w.-]{1,64}/)?[\w.$-]{1,64}:([^\s@"']{1,128})@`,
  ),
];

const ACCOUNTS: readonly Rule[] = [
  commandRule(['zip', '7z', 'rar'], { command: 'zip', before: /^-P$/ }),
  commandRule(['zip', '7z', 'rar'], { command: '7z[ar]?|7zz|rar|unrar', glued: /^-(?:hp|p)/ }),
  rule(
    ['rabbitmqctl'],
    String.raw`\brabbitmqctl\s[^\n]{0,80}?(?:add_user|change_password|authenticate_user)\s{1,3}\S{1,128}\s{1,3}["']?([^\s"']{1,256})`,
  ),
  rule(
    ['htpasswd'],
    String.raw`\bhtpasswd\s{1,3}-\w{0,6}b\w{0,6}\s{1,3}(?:\S{1,256}\s{1,3})?[^\s-]\S{0,127}\s{1,3}["']?([^\s"'|;&]{1,256})`,
  ),
  rule(
    ['echo', 'printf'],
    String.raw`\b(?:echo|printf)\s{1,3}(?:-[ne]{1,2}\s{1,3})?["']?([^"'|\n]{1,256}?)["']?\s{0,3}\|\s{0,3}(?:sudo\s{1,3}-S|(?:sudo\s{1,3})?(?:kinit|chpasswd|passwd))`,
  ),
  // A netrc entry; what follows the user on an IMAP server's line.
  rule(['login'], String.raw`\blogin\s{1,3}\S{1,128}\s{1,3}password\s{1,3}["']?([^\s"']{1,256})`),
  rule(
    ['auth'],
    String.raw`\bAUTH(?:ENTICATE)?\s(?:PLAIN|LOGIN|CRAM-MD5|XOAUTH2|NTLM)\s([\w+/]{8,4096}={0,2})`,
    {
      holds: isLikelySecret,
    },
  ),
  // Network gear: how it is kept, then the value.
  rule(['password', 'secret', 'key'], String.raw`\b(?:password|secret|key(?:-string)?)\s\d\s(\S{6,256})`, {
    holds: (text) => isLikelyPassword(text) && /\d/.test(text),
  }),
];

export const COMMAND_RULES: readonly Rule[] = [
  ...NAMED_OPTIONS,
  ...WINDOWS,
  ...DATABASES,
  ...REMOTE,
  ...ACCOUNTS,
];
