/**
 * Lines that hold a value to hide, written for this project. Every value is made here from its parts,
 * so that no scanner of sources takes the file for a leak, and none of them ever opened anything.
 */
export interface Positive {
  readonly what: string;
  readonly line: string;
  /** What may not be left in the text. */
  readonly value: string;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const WORD = LOWER + UPPER + DIGITS;

let seed = 20_260_101;
/** Characters of the alphabet in a fixed, irregular order. */
function some(count: number, alphabet = WORD): string {
  return Array.from({ length: count }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return alphabet[Math.floor((seed / 2_147_483_648) * alphabet.length)] ?? '';
  }).join('');
}

/** A value and the line around it: `{}` stands for the value. */
function line(what: string, around: string, value: string): Positive {
  return { what, line: around.replace('{}', () => value), value };
}

const tokens: readonly [what: string, value: string][] = [
  ['a Google API key', 'AI' + 'za' + some(35)],
  ['a Google key of the second form', 'AQ' + '.' + some(40)],
  ['a Google OAuth access token', 'ya' + '29.' + some(60)],
  ['a Google client secret', 'GOC' + 'SPX-' + some(28)],
  ['a Google refresh token', '1/' + '/0' + some(60)],
  ['an AWS access key id', 'AK' + 'IA' + some(16, UPPER + '234567')],
  ['an AWS temporary key id', 'AS' + 'IA' + some(16, UPPER + '234567')],
  ['an Azure client secret', some(3) + '8Q' + '~' + some(34)],
  ['a DigitalOcean token', 'dop' + '_v1_' + some(64, HEX)],
  ['a Databricks token', 'da' + 'pi' + some(32, HEX)],
  ['an Alibaba access key', 'LT' + 'AI' + some(20)],
  ['a GitHub personal token', 'gh' + 'p_' + some(36)],
  ['a GitHub OAuth token', 'gh' + 'o_' + some(36)],
  ['a GitHub server token', 'gh' + 's_' + some(36)],
  ['a GitHub fine-grained token', 'github' + '_pat_' + some(22) + '_' + some(59)],
  ['a GitLab token', 'gl' + 'pat-' + some(20)],
  ['an npm token', 'np' + 'm_' + some(36)],
  ['a PyPI token', 'py' + 'pi-' + some(80)],
  ['a RubyGems key', 'ruby' + 'gems_' + some(48, HEX)],
  ['a Docker token', 'dckr' + '_pat_' + some(27)],
  ['an Atlassian token', 'ATA' + 'TT3' + some(60)],
  ['a Postman key', 'PM' + 'AK-' + some(24, HEX) + '-' + some(34, HEX)],
  ['a Figma token', 'fi' + 'gd_' + some(42)],
  ['a Slack bot token', 'xo' + 'xb-' + some(12, DIGITS) + '-' + some(24)],
  ['a Slack user token', 'xo' + 'xp-' + some(12, DIGITS) + '-' + some(32, HEX)],
  ['a Slack app token', 'xa' + 'pp-1-' + some(40)],
  ['a Telegram bot token', some(9, '123456789') + ':' + 'AA' + some(33)],
  ['an OpenAI project key', 'sk' + '-proj-' + some(48)],
  ['an Anthropic key', 'sk' + '-ant-' + some(60)],
  ['an older OpenAI key', 'sk' + '-' + some(48)],
  ['a Hugging Face token', 'h' + 'f_' + some(34, LOWER + UPPER)],
  ['a Groq key', 'gs' + 'k_' + some(52)],
  ['a Stripe live key', 'sk' + '_live_' + some(24)],
  ['a Stripe restricted key', 'rk' + '_test_' + some(24)],
  ['a webhook secret', 'wh' + 'sec_' + some(32)],
  ['a Twilio key', 'S' + 'K' + some(32, HEX)],
  ['a SendGrid key', 'S' + 'G.' + some(22) + '.' + some(43)],
  ['a Mailgun key', 'ke' + 'y-' + some(32, HEX)],
  ['a Shopify token', 'shp' + 'at_' + some(32, HEX)],
  ['a Square token', 'sq' + '0atp-' + some(22)],
  ['a Vault token', 'hv' + 's.' + some(90)],
  ['a Terraform token', some(14) + '.atl' + 'asv1.' + some(67)],
  ['a Grafana service account token', 'gl' + 'sa_' + some(32) + '_' + some(8, HEX)],
  ['a New Relic key', 'NR' + 'AK-' + some(27, UPPER + DIGITS)],
  ['a Doppler token', 'dp' + '.pt.' + some(43)],
  ['a Dynatrace token', 'dt0' + 'c01.' + some(24, UPPER + DIGITS) + '.' + some(64, UPPER + DIGITS)],
  ['an age key', 'AGE-SECRET' + '-KEY-1' + some(58, UPPER + DIGITS)],
  ['a Sentry token', 'snt' + 'rys_' + some(60)],
  ['a JSON web token', 'ey' + 'J' + some(30) + '.ey' + 'J' + some(60) + '.' + some(43)],
  ['a GitLab OAuth secret', 'gl' + 'oas-' + some(64, HEX)],
  ['a GitLab runner token', 'GR' + '1348941' + some(20)],
  ['a PayPal token', 'access' + '_token$production$' + some(16, LOWER) + '$' + some(32, HEX)],
  ['an Artifactory key', 'AK' + 'Cp' + some(69)],
  ['a SonarQube token', 'sq' + 'u_' + some(40, HEX)],
  ['a CircleCI token', 'CCI' + 'PAT_' + some(22) + '_' + some(40, HEX)],
  ['a Pulumi token', 'pu' + 'l-' + some(40, HEX)],
  ['a PlanetScale password', 'pscale' + '_pw_' + some(43)],
  ['a Supabase token', 'sb' + 'p_' + some(40, HEX)],
  ['a Tailscale key', 'ts' + 'key-auth-' + some(16) + '-' + some(32)],
  ['a Buildkite token', 'bk' + 'ua_' + some(40, HEX)],
  ['a Razorpay key', 'rzp' + '_live_' + some(14)],
  ['a Square access token', 'EA' + 'AA' + some(60)],
  ['a Mailchimp key', some(32, HEX) + '-us' + '12'],
  ['an Airtable token', 'pa' + 't' + some(14) + '.' + some(64, HEX)],
  ['an OpenShift token', 'sha' + '256~' + some(43)],
  ['a JSON web token without a signature', 'ey' + 'J' + some(30) + '.ey' + 'J' + some(60) + '.'],
];

const hooks: readonly Positive[] = [
  line(
    'a Slack webhook',
    'posting to https://hooks.slack.com/{} failed',
    `services/T0${some(8)}/B0${some(8)}/${some(24)}`,
  ),
  line(
    'a Teams webhook',
    'POST https://acme.webhook.office.com/{} 400',
    `webhookb2/${some(36, HEX)}@${some(36, HEX)}`,
  ),
  line(
    'a Discord webhook',
    'POST https://discord.com/api/webhooks/{} 404',
    `${some(18, '123456789')}/${some(68)}`,
  ),
  line(
    'a workflow signature',
    'POST https://prod.logic.azure.com/workflows/1/triggers/manual?sp=run&sig={} 202',
    some(43),
  ),
  line(
    'a shared access signature',
    'GET https://files.example.net/a.txt?sv=2024&sig={}&se=2026',
    some(40) + '%3D',
  ),
  line('a signed URL', 'GET /bucket/file?X-Amz-Signature={}&x=1', some(64, HEX)),
  line(
    'a credential of a signed URL',
    'GET /bucket/file?X-Amz-Credential={}&x=1',
    `${some(20, UPPER)}%2F20260101`,
  ),
  line('a key in a query', 'GET https://maps.example.com/v1?key={}&q=berlin 200', some(32)),
  line('an access token in a query', 'GET /callback?access_token={} 302', some(24)),
  line('an OAuth code in a query', 'GET /callback?code={}&state=1 302', some(24)),
];

const named: readonly Positive[] = [
  line('a password by =', 'login failed user=anna password={}', 'hunter' + '2'),
  line('a password of one word', 'connect password={} host=db', 'letmein'),
  line('a password before a semicolon', 'Server=db;Database=shop;Pwd={};Timeout=5', 'Winter' + '2025!'),
  line('a password with a comma', 'password={} retrying', 'a,b,' + some(5)),
  line('a password before the next pair', 'password={},user=root', some(9)),
  line('a password by colon', 'password: {}', 'correcthorse'),
  line('a quoted password', 'password="{}" user=anna', 'two words ' + some(3)),
  line('a password in single quotes', "passwd='{}'", some(10)),
  line('a password in JSON', '{"user":"anna","password":"{}"}', some(12)),
  line('a password in JSON inside a string', String.raw`body={\"password\":\"{}\"}`, some(12)),
  line('a prefixed password', 'DB_PASSWORD={}', some(12)),
  line('a password in camel case', 'dbPassword = {}', some(12)),
  line('a short name of a password', 'DB_PASS={}', some(12)),
  line('a passphrase', 'ssh passphrase={}', some(12)),
  line('a password in prose', 'the password is {} for now', 'Sommer' + '2026'),
  line('a password by arrow', ":password => '{}'", some(12)),
  line('a password of SQL', "ALTER USER anna WITH PASSWORD '{}'", some(12)),
  line('a password of MySQL', "CREATE USER 'anna' IDENTIFIED BY '{}'", some(12)),
  line('a password in XML', '<user>anna</user><password>{}</password>', some(12)),
  line('a secret by =', 'secret={} loaded', some(8)),
  line('a client secret', 'client_secret={}&grant_type=x', some(24)),
  line('a token by =', 'token={} accepted', some(8)),
  line('a token by colon', 'session token: {}', some(20)),
  line('a token in JSON', '{"refresh_token": "{}"}', some(20)),
  line('an API key', 'api_key={}', some(20)),
  line('an API key with a hyphen', 'api-key: {}', some(20)),
  line('an API key header', 'X-Api-Key: {}', some(20)),
  line('an AWS secret', 'aws_secret_access_key = {}', some(40)),
  line('an account key of Azure', 'AccountName=shop;AccountKey={};', some(80) + '=='),
  line('a shared access key', 'SharedAccessKeyName=root;SharedAccessKey={}', some(43) + '='),
  line('a private key id', 'private_key="{}"', some(40)),
  line('an option of a command', 'run: deploy --password {} --force', some(12)),
  line('an option with =', 'run: deploy --auth-token={} --force', some(12)),
  line('a curl user', 'curl -u anna:{} https://api.example.com', some(12)),
  line('a mysql option', 'sh -c mysql -uroot -p{} shop', some(12)),
  line('a docker option', 'run: docker login -u anna -p {} registry', some(12)),
  line('a password with an escaped quote', '{"password":"{}"}', `${some(6)}\\"${some(6)}`),
  line('a password in a sentence', 'log-in of anna with password {} failed', 'Winter' + '2026!'),
  line('a short password that is told', 'the password is {}', 'hunter' + '2x'),
  line('a hashed password', 'user anna passwordHash={}', `$2b$10$${some(53)}`),
  line('a hash of crypt', 'shadow entry {} read', `$6$${some(8)}$${some(40)}`),
  line('a signing key of a framework', 'SECRET_KEY_BASE={}', some(32, HEX)),
  line('an attribute of XML', '<add key="Password" value="{}"/>', some(12)),
  line('a one-time code', 'otp={} for anna', '4711' + '23'),
  line('a code that is told', 'Your verification code is {}.', '4711' + '24'),
];

const headers: readonly Positive[] = [
  line('a bearer header', 'Authorization: Bearer {}', some(30)),
  line('a basic header', 'authorization: Basic {}', some(22) + '=='),
  line('a header without a scheme', '"authorization": "{}"', some(24)),
  line('a digest header', 'Authorization: Digest {}', `username="anna", response="${some(32, HEX)}"`),
  line(
    'a signed AWS header',
    'Authorization: AWS4-HMAC-SHA256 {}',
    `Credential=x, Signature=${some(64, HEX)}`,
  ),
  line('a bearer token alone', 'rejected bearer {} as expired', some(30)),
  line('a proxy header', 'Proxy-Authorization: Basic {}', some(22) + '=='),
  line('a cookie header', 'Cookie: {}', `theme=dark; sid=${some(20)}`),
  line('a set-cookie header', 'set-cookie: {}', `sid=${some(20)}; Path=/; HttpOnly`),
  line('a Java session', 'GET /shop;jsessionid={} 200', some(32, HEX)),
  line('a PHP session', 'url=/a?PHPSESSID={}', some(26)),
];

const urls: readonly Positive[] = [
  line('a database URL', 'dial postgres://shop:{}@db:5432/shop: refused', some(12)),
  line('a URL password with an @', 'dial amqp://shop:{}@mq:5672/: refused', 'p@' + some(8)),
  line('a URL without a user', 'dial redis://:{}@cache:6379/0', some(12)),
  line('a git URL', 'fatal: https://{}@git.example.com/shop.git not found', some(30)),
  line('an Oracle URL', 'connect jdbc:oracle:thin:scott/{}@//db:1521/ORCL', some(8)),
  line('an https URL', 'GET https://anna:{}@example.com/ 200', some(8)),
];

const keys: readonly Positive[] = [
  line(
    'a private key',
    '-----BEGIN RSA PRIVATE ' + 'KEY-----\n{}\n-----END RSA PRIVATE ' + 'KEY-----',
    some(64),
  ),
  line('an OpenSSH key', '-----BEGIN OPENSSH PRIVATE ' + 'KEY-----\\n{}\\n-----END', some(64)),
  line('a private key without its end', '-----BEGIN PRIVATE ' + 'KEY-----\n{}', some(64)),
  line('a PGP key', '-----BEGIN PGP PRIVATE ' + 'KEY BLOCK-----\n{}\n-----END PGP', some(64)),
  line('a line of a key file', '{}', some(64)),
];

const persons: readonly Positive[] = [
  line('an email', 'mail to {} bounced', 'first.last' + '@example.com'),
  line('an email with a plus', 'user={} logged in', 'anna+test' + '@mail.example.co.uk'),
  line('an email in brackets', 'from=<{}>, size=120', 'anna' + '@example.org'),
  line('an email with an umlaut', 'email={}', 'jörg.müller' + '@example.de'),
  line('an email with an apostrophe', 'mailto:{}', "o'brien" + '@example.org'),
  line('a card’s check number', 'exp 12/29 cvv={}', '7' + '37'),
  line('a social security number', 'SSN: {}', '078-05' + '-1120'),
  line('an email in a URL', 'GET /u?mail={} 200', 'anna' + '%40example.org'),
  line('a Visa card', 'charge card {} declined', '4111 1111' + ' 1111 1111'),
  line('a Mastercard', 'card=5555{}', '555555' + '554444'),
  line('an American Express card', 'pan {} amount 10', '3782-822463' + '-10005'),
  line('an IBAN', 'transfer to {} failed', 'DE89370400' + '440532013000'),
  line('an IBAN in groups', 'transfer to {} failed', 'GB29 NWBK' + ' 6016 1331 9268 19'),
  line('a phone number', 'sms to {} queued', '+49 30 ' + '901820'),
  line('a phone number without blanks', 'sms to {} queued', '+1415' + '5550132'),
  line('a phone number behind =', 'sms to={} queued', '+1415' + '5550133'),
  line('a North American number', 'call {} later', '(415) 555' + '-0132'),
  line('a named phone number', '{"phone":"{}"}', '030' + '90182099'),
];

const half = some(32, HEX);
const hashes: readonly Positive[] = [
  line('the halves of a Windows account', 'Administrator:500:{}:::', `${half}:${some(32, HEX)}`),
  line('a hash of a Windows account', String.raw`dump: SHOP\anna:1105:${half}:{}:::`, some(32, HEX)),
  line('a hash told as NTLM', 'found $NTLM${} in memory', `$${some(32, HEX)}`),
  line('a named NTLM hash', '         * NTLM     : {}', some(32, HEX)),
  line('a hash in an option', 'wmiexec.py -hashes :{} anna@files', some(32, HEX)),
  line('an answer to a challenge', `anna::SHOP:${some(16, HEX)}:{}`, `${some(32, HEX)}:0101${some(60, HEX)}`),
  line('a Kerberos ticket', 'roasted {} of web', '$krb5' + 'tgs$23$*web$SHOP$http/web*$' + some(32, HEX)),
  line('a cached log-in', 'SHOP/anna:{}', '$DCC2' + `$10240#anna#${some(32, HEX)}`),
  line('a key of Kerberos', 'SHOP/anna:aes256-cts-hmac-sha1-96:{}', some(64, HEX)),
  line('a hash of MySQL', "AS '{}'", '*' + some(40, DIGITS + 'ABCDEF')),
  line('a hash of LDAP', 'entry {SSHA}{} read', some(38) + '=='),
  line('a hash of a web framework', 'row anna pbkdf2_sha256${}', `600000$${some(22)}$${some(43)}=`),
  line('a hash of Apache', 'anna:{}', `$apr1$${some(8)}$${some(22)}`),
];

const statements: readonly Positive[] = [
  line(
    'an inserted password',
    "INSERT INTO users (id, login, password, on) VALUES (1, 'anna', '{}', true)",
    some(12),
  ),
  line(
    'an inserted plain word',
    "insert into `users` (`name`,`password`) values ('o''brien, (x)','{}')",
    'sunshine',
  ),
  line('the second row', "INSERT INTO users (login, password) VALUES ('a', NULL), ('anna', '{}')", some(12)),
  line('an inserted hash by a function', "INSERT INTO users (password_hash) VALUES (md5('{}'))", some(12)),
  line('a replaced token', "REPLACE INTO shop.sessions (id, token) VALUES (7, '{}')", some(24)),
  line('an updated password', "UPDATE [users] SET [Password] = N'{}' WHERE id = 1", some(12)),
  line('a password with a doubled quote', "UPDATE users SET password='{}' WHERE id=1", `it''${some(6)}`),
  line('a password in a function', "SELECT 1 FROM users WHERE password=MD5('{}')", 'sunshine'),
  line('a password of a log-in', "CREATE LOGIN shop WITH PASSWORD = N'{}'", some(12)),
  line('a password set for a user', "SET PASSWORD FOR 'anna'@'%' = '{}'", some(12)),
  line(
    'a password by a plug-in',
    "ALTER USER 'anna' IDENTIFIED WITH caching_sha2_password BY '{}'",
    some(12),
  ),
  line('a password of Oracle', 'ALTER USER anna IDENTIFIED BY {};', 'sunshine'),
  line('a key that is there already', 'DETAIL: Key (reset_token)=({}) already exists.', some(24)),
  line('a bound value', '[["email", "x"], ["password", "{}"]]', some(12)),
];

const commands: readonly Positive[] = [
  line('a share’s password', String.raw`cmd /c net use \\files\shop /user:SHOP\anna {}`, 'Winter' + '2026!'),
  line('a share’s password first', String.raw`net use Z: \\files\shop {} /user:anna`, 'sunshine'),
  line('a new account’s password', 'net.exe user anna {} /add', 'sunshine'),
  line('an option of Windows', 'cmdkey /add:files /user:anna /pass:{}', 'sunshine'),
  line('an option of PowerShell', 'New-User -Name anna -Password {}', some(10)),
  line('a string made secure', 'ConvertTo-SecureString "{}" -AsPlainText', some(10)),
  line('a glued user of curl', 'curl -sSLuanna:x -uanna:{} https://example.com', some(10)),
  line('a proxy user of curl', 'curl --proxy-user anna:{} https://example.com', some(10)),
  line('a cookie of curl', 'curl -b "sid={}" https://example.com', some(16)),
  line('a password behind a port', 'mysql -P 3306 -uroot -p{} shop', 'sunshine'),
  line('a quoted password of mysql', "mysqldump -p'{}' shop", `two ${some(6)}`),
  line('a password of sshpass', String.raw`sh -c \"sshpass -p {} ssh anna@files\"`, 'sunshine'),
  line('a password of mongo', 'mongosh --host db -u admin -p {} --quiet', 'sunshine'),
  line('a password of sqlcmd', 'sqlcmd -S db -U sa -P {} -Q "select 1"', 'sunshine'),
  line('a password of sqlplus', 'sqlplus -s anna/{}@orders @x.sql', 'sunshine'),
  line('a password of redis', 'redis-cli -h cache -a {} ping', 'sunshine'),
  line('a password of ldap', 'ldapsearch -x -D cn=admin -w {} -b dc=shop', 'sunshine'),
  line('a password of samba', 'smbclient //files/shop -U anna%{}', 'sunshine'),
  line('a password of openssl', 'openssl rsa -in k.pem -passin pass:{}', 'sunshine'),
  line('a password of a key store', 'keytool -list -storepass {} -keystore k', 'sunshine'),
  line('a password of an archive', '7z a -p{} out.7z x', 'sunshine'),
  line('a password of a queue', 'rabbitmqctl add_user shop {}', 'sunshine'),
  line('a password that is piped', 'echo "anna:{}" | sudo chpasswd', 'sunshine'),
  line('a password in the environment', 'PGPASSWORD={} psql -h db', 'sunshine'),
  line('a password of a mail session', 'C: AUTH PLAIN {}', some(22) + '=='),
  line('a password of a router', 'username admin password 7 {}', '0822' + '455D0A16'),
];

const places: readonly Positive[] = [
  line('a Go address of a database', 'dial shop:{}@tcp(db:3306)/shop', 'sunshine'),
  line('a password with a slash', 'dial postgres://shop:{}@db:5432/shop', `ab/${some(8)}`),
  line('a password of ODBC', 'Driver={SQL};Server=db;UID=sa;PWD={{}};x=1', some(10)),
  line('a password of JDBC', 'jdbc:sqlserver://db:1433;user=sa;password={};encrypt=true', some(10)),
  line('a password of a form', 'POST /login user[name]=anna&user[password]={}', some(10)),
  line('a password of an encoded form', 'body=user%3Danna%26password%3D{}%26x%3D1', some(10)),
  line('a key of a cluster’s user', 'client-key-data: {}', some(120)),
  line('a log-in of a registry', '{"auths":{"r.example.com":{"auth":"{}"}}}', some(30) + '=='),
  line('a variable of a container', '{"name":"DB_PASSWORD","value":"{}"}', 'sunshine'),
  line('a password that a plan changes', 'admin_password = "old" -> "{}"', some(10)),
  line('a link that lets in', 'GET /password/reset/{} 200', some(40)),
  line('cookies of a test', "cookies={'sessionid': '{}'}", some(24)),
  line('an IBAN in small letters', 'iban={}', 'de89370400' + '440532013000'),
];

export const POSITIVES: readonly Positive[] = [
  ...tokens.map(([what, value]) => line(what, 'request with {} was refused', value)),
  ...hooks,
  ...named,
  ...headers,
  ...urls,
  ...keys,
  ...persons,
  ...hashes,
  ...statements,
  ...commands,
  ...places,
];
