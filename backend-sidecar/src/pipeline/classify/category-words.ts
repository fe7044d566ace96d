import type { Category } from '@presage/contract';

/** Words that speak for a category; what the model weighs together with all others. */
export const CATEGORY_WORDS: readonly (readonly [Category, ReadonlySet<string>])[] = (
  [
    ['deprecation', 'deprecated deprecation obsolete discontinued eol legacy'],
    [
      'security',
      'login logon logout password passwd auth authentication authenticate authorized unauthorized authorization permission permissions privilege privileges sudo su ssh sshd pam kerberos token credential credentials certificate tls ssl acl acls breach attack suspicious intrusion firewall forbidden denied security root break brute vulnerability threat escalation',
    ],
    [
      'http',
      'http https get post put delete patch status url uri request response upstream endpoint wsgi rest api',
    ],
    [
      'storage',
      'disk disks filesystem mount volume block blocks inode file files directory write read db database shard replica replicate backup snapshot raid ssd partition storage stored save saved flush commit table',
    ],
    [
      'hardware',
      'hardware ecc ddr edram parity cpu processor dimm fan temperature thermal voltage power supply pci usb irq interrupt interrupts acpi bios device driver card board sensor battery tlb cache torus tree firmware bus',
    ],
    [
      'network',
      'network connection connections connect connected socket tcp udp ip dns proxy packet packets link port host interface route router listening server peer address wifi ethernet nic proxied remoting',
    ],
    ['resource', 'memory heap oom swap quota pool capacity limit limits usage cpu threads handles gc'],
    [
      'deployment',
      'deploy deployed deployment rollout release version upgrade upgraded updated image helm rollback build',
    ],
    [
      'workflow',
      'job jobs task tasks queue scheduled scheduler stage attempt sync batch workflow pipeline worker executor transitioned progress container lease',
    ],
    [
      'user_action',
      'user account created clicked touch key click selected order cart checkout uploaded downloaded',
    ],
    [
      'system_notification',
      'started starting startup start stopped stopping shutdown restart restarted initialized initializing registered loaded loading config configuration version enabled disabled notification ready system service daemon',
    ],
  ] as const
).map(([category, list]) => [category, new Set(list.split(' '))] as const);
