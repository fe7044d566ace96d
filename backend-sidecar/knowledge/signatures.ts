import type { Signature } from './signature.ts';
import { ACCESS } from './signatures/access.ts';
import { ARRAYS } from './signatures/arrays.ts';
import { AUTH } from './signatures/auth.ts';
import { CERTIFICATES } from './signatures/certificates.ts';
import { CLOUD } from './signatures/cloud.ts';
import { CLOUD_LIMITS } from './signatures/cloud-limits.ts';
import { CONFIGURATION } from './signatures/configuration.ts';
import { CONTAINERS } from './signatures/containers.ts';
import { DATABASES } from './signatures/databases.ts';
import { DEPLOYMENT } from './signatures/deployment.ts';
import { DISKS } from './signatures/disks.ts';
import { DNS } from './signatures/dns.ts';
import { ELASTICSEARCH } from './signatures/elasticsearch.ts';
import { ETCD } from './signatures/etcd.ts';
import { FAR_OFF } from './signatures/far-off.ts';
import { GOLANG } from './signatures/golang.ts';
import { HARDWARE } from './signatures/hardware.ts';
import { HTTP } from './signatures/http.ts';
import { JVM } from './signatures/jvm.ts';
import { KAFKA } from './signatures/kafka.ts';
import { KERNEL } from './signatures/kernel.ts';
import { KUBERNETES } from './signatures/kubernetes.ts';
import { LINKS } from './signatures/links.ts';
import { LINUX } from './signatures/linux.ts';
import { MACHINES } from './signatures/machines.ts';
import { MARGINS } from './signatures/margins.ts';
import { MESSAGING } from './signatures/messaging.ts';
import { MONGODB } from './signatures/mongodb.ts';
import { MYSQL } from './signatures/mysql.ts';
import { NETWORK } from './signatures/network.ts';
import { NODE } from './signatures/node.ts';
import { PEOPLE } from './signatures/people.ts';
import { PODS } from './signatures/pods.ts';
import { POSTGRES } from './signatures/postgres.ts';
import { PROCESSES } from './signatures/processes.ts';
import { PROXIES } from './signatures/proxies.ts';
import { PYTHON } from './signatures/python.ts';
import { RABBITMQ } from './signatures/rabbitmq.ts';
import { REDIS } from './signatures/redis.ts';
import { RELEASES } from './signatures/releases.ts';
import { RESOURCES } from './signatures/resources.ts';
import { ROLLBACKS } from './signatures/rollbacks.ts';
import { ROWS } from './signatures/rows.ts';
import { RUNTIMES } from './signatures/runtimes.ts';
import { SECURITY } from './signatures/security.ts';
import { SQL } from './signatures/sql.ts';
import { SHARES } from './signatures/shares.ts';
import { STOPS } from './signatures/stops.ts';
import { STORAGE } from './signatures/storage.ts';
import { STORES } from './signatures/stores.ts';
import { SYSTEMD } from './signatures/systemd.ts';
import { TLS } from './signatures/tls.ts';
import { VISITORS } from './signatures/visitors.ts';

/** Every signature that ships. To add one, add it to the table of its subject; the lint test says what is missing. */
export const SIGNATURES: readonly Signature[] = [
  ...KERNEL,
  ...LINUX,
  ...SYSTEMD,
  ...RESOURCES,
  ...HARDWARE,
  ...MACHINES,
  ...STORAGE,
  ...DISKS,
  ...ARRAYS,
  ...AUTH,
  ...ACCESS,
  ...SECURITY,
  ...TLS,
  ...CERTIFICATES,
  ...NETWORK,
  ...LINKS,
  ...DNS,
  ...HTTP,
  ...PROXIES,
  ...VISITORS,
  ...DATABASES,
  ...ROWS,
  ...SQL,
  ...POSTGRES,
  ...MYSQL,
  ...STORES,
  ...REDIS,
  ...MONGODB,
  ...ELASTICSEARCH,
  ...MESSAGING,
  ...KAFKA,
  ...RABBITMQ,
  ...RUNTIMES,
  ...JVM,
  ...PYTHON,
  ...NODE,
  ...FAR_OFF,
  ...GOLANG,
  ...PROCESSES,
  ...CONTAINERS,
  ...PODS,
  ...KUBERNETES,
  ...ETCD,
  ...CLOUD,
  ...CLOUD_LIMITS,
  ...DEPLOYMENT,
  ...CONFIGURATION,
  ...RELEASES,
  ...ROLLBACKS,
  ...PEOPLE,
  ...MARGINS,
  ...SHARES,
  ...STOPS,
];
