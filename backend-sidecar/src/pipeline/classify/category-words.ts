import type { Category } from '@presage/contract';

/** Words that speak for a category; what the model weighs together with all others. */
export const CATEGORY_WORDS: readonly (readonly [Category, ReadonlySet<string>])[] = (
  [
    [
      'deprecation',
      `deprecated deprecation deprecate obsolete discontinued eol legacy sunset superseded retired replaced unsupported
      outdated`,
    ],
    [
      'security',
      `login logon logout password passwd passphrase auth authentication authenticate authenticated authorized unauthorized
      authorization permission permissions privilege privileges privileged sudo su ssh sshd pam kerberos krb5 token tokens
      credential credentials certificate certificates cert certs tls ssl x509 ocsp acl acls breach attack attacker
      suspicious intrusion intruder firewall forbidden denied security root break brute vulnerability vulnerabilities cve
      threat escalation malware virus ransomware phishing spam scan scanner exploit injection signature signed encrypt
      encrypted decrypt encryption secret secrets vault mfa otp saml oauth ldap role roles rights tamper tampered audit
      policy policies trust trusted untrusted identity impersonation whitelist blocklist blocked banned quarantine
      quarantined lockout logins sandbox seccomp selinux apparmor`,
    ],
    [
      'http',
      `http https http2 get post put delete patch head status url uri request requests response responses upstream upstreams
      backend backends endpoint endpoints wsgi rest api apis webhook webhooks header headers cookie gateway browser page
      pages html json grpc rpc websocket redirect redirected route routes caller cors cdn edge ingress vhost virtualhost
      handler useragent referer 404 500 502 503`,
    ],
    [
      'storage',
      `disk disks filesystem mount mounted mounts volume volumes block blocks inode inodes file files directory directories
      folder read write reads writes db database databases shard shards replica replicas replicate replication replicated
      backup backups snapshot snapshots raid ssd nvme partition partitions storage stored store stores save saved flush
      flushed flushing commit committed commits table tables tablespace index indexes indices journal wal binlog log segment
      segments compaction compact checkpoint checkpoints transaction transactions query queries sql row rows schema
      collection collections keyspace bucket buckets object objects archive archived restore restored dump vacuum cursor
      lock locks deadlock lun array pool datastore nfs smb iscsi btrfs zfs ext4 xfs lvm osd tape cache cached key keys
      document documents redo undo rollback primary standby record records rebuild resilver scrub fsck quorum`,
    ],
    [
      'hardware',
      `hardware ecc ddr edram parity cpu cpu0 processor core cores dimm fan fans temperature thermal voltage volt volts power
      psu supply pci pcie usb irq interrupt interrupts acpi bios uefi device devices driver drivers card board motherboard
      sensor sensors battery batteries ups tlb torus tree firmware bus gpu chip controller node rack chassis slot bay
      enclosure led rpm watt watts overheating celsius degrees optical transceiver sfp laser printer paper toner scanner
      drum motor valve pump door elevator camera lens microphone speaker display screen keyboard touch modem antenna radio
      bluetooth gps clock rtc smart spindle actuator robot conveyor meter inverter charger machine engine throttle throttled`,
    ],
    [
      'network',
      `network networks connection connections connect connected connecting disconnect disconnected reconnect socket sockets
      tcp udp ip ipv4 ipv6 dns dhcp arp icmp proxy packet packets frame frames link links port ports host hosts hostname
      interface interfaces route routing router routers switch listening listener server peer peers neighbor neighbour
      address addresses wifi wlan ethernet nic vlan vpn tunnel bgp ospf lacp stp mtu subnet gateway nat proxied remoting
      channel session sessions call calls sip bandwidth latency rtt jitter unreachable resolve resolved resolver lookup zone
      lease leases bridge eth0 multicast broadcast handshake keepalive heartbeat client clients smtp relay mx mail bgp6 ntp
      carrier ssid roaming station beacon`,
    ],
    [
      'resource',
      `memory mem heap ram oom swap quota quotas pool capacity limit limits usage used utilization utilisation cpu threads
      thread handles descriptors gc garbage collection allocation allocate allocated budget saturated saturation exhausted
      exhaustion throttled throttling overload overloaded pressure backpressure evicted eviction backlog load leak leaked
      kill oomkilled cgroup ulimit concurrency slots workers autoscaler replicas scale scaled scaling watermark headroom
      contention burst rate credits`,
    ],
    [
      'deployment',
      `deploy deployed deploying deployment deployments rollout rollouts release released releases version versions upgrade
      upgraded upgrading upgrades image images helm chart rollback build builds built compile compiled compiling artifact
      artifacts package packages registry pipeline ci stage canary manifest manifests migration migrations patch patched
      install installed installing installation update updates updated provision provisioned terraform ansible playbook
      configmap dependency dependencies module modules tag commit branch repository merge revision publish published`,
    ],
    [
      'workflow',
      `job jobs task tasks queue queues queued scheduled scheduler schedule stage attempt attempts sync synced batch batches
      workflow workflows pipeline worker workers executor executors transitioned progress container containers pod pods
      lease step steps run runs import imported export exported message messages topic consumer producer publish delivery
      delivered dispatch dispatched cron crontab trigger triggered dag epoch training train order invoice payment shipment
      transfer process processed processing finished completed cancelled pending waiting resumed retried requeued
      subscription event events application allocation`,
    ],
    [
      'user_action',
      `user users account accounts created clicked click touch key pressed selected opened order ordered cart checkout
      purchase purchased bought uploaded downloaded shared commented liked followed subscribed unsubscribed signed signup
      registered profile viewed searched search edited renamed invited posted booked rated typed customer customers member
      visitor guest gesture swipe tap menu dialog button form preferences avatar`,
    ],
    [
      'system_notification',
      `started starting startup start starts stopped stopping stop shutdown shutting restart restarted restarting reboot
      rebooted boot booting booted initialized initialised initializing init registered loaded loading config configuration
      configured setting settings option version enabled disabled enable disable notification ready system service services
      daemon unit systemd signal sigterm exited exit terminated alive health healthy heartbeat status state mode uptime
      license licence clock time timer hostname locale plugin plugins module watchdog reload reloaded maintenance standby
      active inactive powered resumed suspend suspended cluster member election elected leader`,
    ],
    [
      'application_error',
      `exception exceptions error errors bug traceback stack assertion assert null nullpointer undefined nan panic segfault
      abort aborted invalid illegal argument arguments type typeerror keyerror valueerror runtime unhandled uncaught
      unexpected parse parsing parser syntax validation validate format malformed missing mismatch overflow underflow
      division conversion cast encoding decode decoding serialization deserialize unmarshal function method class object
      property attribute template render rendering script code logic constraint model tensor inference`,
    ],
  ] as const
).map(([category, list]) => [category, new Set(list.split(/\s+/))] as const);
