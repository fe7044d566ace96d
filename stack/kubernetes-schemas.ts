import Type, { type TProperties, type TSchema } from 'typebox';

// The parts of Kubernetes' API that our manifests use, closed: a misspelt or misplaced key is a fault, as with strict decoding.
const text = Type.String();
const whole = Type.Integer();
const closed = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const some = <S extends TSchema>(schema: S) => Type.Optional(schema);
const labels = Type.Record(text, text);
const selector = closed({ matchLabels: labels });
const meta = closed({ name: text, labels: some(labels) });

/** A CPU or memory amount: `250m`, `512Mi`. */
const Quantity = Type.String({ pattern: '^\\d+(\\.\\d+)?(m|Ki|Mi|Gi|Ti)?$' });
const amounts = closed({ cpu: some(Quantity), memory: some(Quantity), storage: some(Quantity) });

const probe = closed({
  httpGet: closed({ path: Type.String({ pattern: '^/' }), port: text }),
  periodSeconds: whole,
  timeoutSeconds: some(whole),
  failureThreshold: some(whole),
});
const named = closed({ name: text });

const Container = closed({
  name: text,
  image: text,
  imagePullPolicy: Type.Literal('IfNotPresent'),
  envFrom: Type.Array(closed({ configMapRef: some(named), secretRef: some(named) })),
  ports: Type.Array(closed({ name: text, containerPort: whole })),
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: closed({ requests: amounts, limits: amounts }),
  securityContext: closed({
    allowPrivilegeEscalation: Type.Literal(false),
    readOnlyRootFilesystem: Type.Literal(true),
    capabilities: closed({ drop: Type.Array(Type.Literal('ALL')) }),
  }),
  volumeMounts: Type.Array(closed({ name: text, mountPath: Type.String({ pattern: '^/' }) })),
});

const Pod = closed({
  serviceAccountName: text,
  automountServiceAccountToken: Type.Literal(false),
  enableServiceLinks: Type.Literal(false),
  terminationGracePeriodSeconds: whole,
  securityContext: closed({
    runAsNonRoot: Type.Literal(true),
    runAsUser: whole,
    runAsGroup: whole,
    fsGroup: whole,
    fsGroupChangePolicy: Type.Literal('OnRootMismatch'),
    seccompProfile: closed({ type: Type.Literal('RuntimeDefault') }),
  }),
  containers: Type.Array(Container),
  volumes: Type.Array(closed({ name: text, emptyDir: closed({ sizeLimit: Quantity }) })),
});

const claim = closed({
  metadata: meta,
  spec: closed({
    accessModes: Type.Array(Type.Literal('ReadWriteOnce')),
    resources: closed({ requests: amounts }),
  }),
});

const port = closed({ port: whole, protocol: Type.Enum(['TCP', 'UDP']) });
const kind = <P extends TProperties>(apiVersion: string, name: string, properties: P) =>
  closed({ apiVersion: Type.Literal(apiVersion), kind: Type.Literal(name), metadata: meta, ...properties });

/** What each kind of manifest may hold. */
export const KINDS = {
  ServiceAccount: kind('v1', 'ServiceAccount', { automountServiceAccountToken: Type.Literal(false) }),
  ConfigMap: kind('v1', 'ConfigMap', { data: labels }),
  Service: kind('v1', 'Service', {
    spec: closed({
      selector: labels,
      ports: Type.Array(closed({ name: text, port: whole, targetPort: text })),
    }),
  }),
  StatefulSet: kind('apps/v1', 'StatefulSet', {
    spec: closed({
      serviceName: text,
      replicas: whole,
      podManagementPolicy: Type.Literal('OrderedReady'),
      selector,
      template: closed({ metadata: closed({ labels }), spec: Pod }),
      volumeClaimTemplates: Type.Array(claim),
    }),
  }),
  PodDisruptionBudget: kind('policy/v1', 'PodDisruptionBudget', {
    spec: closed({ maxUnavailable: whole, selector }),
  }),
  NetworkPolicy: kind('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: closed({
      podSelector: selector,
      policyTypes: Type.Array(Type.Enum(['Ingress', 'Egress'])),
      ingress: Type.Array(closed({ ports: Type.Array(port) })),
      egress: Type.Array(closed({ ports: Type.Array(port) })),
    }),
  }),
  ServiceMonitor: kind('monitoring.coreos.com/v1', 'ServiceMonitor', {
    spec: closed({
      selector,
      endpoints: Type.Array(
        closed({
          port: text,
          path: text,
          interval: text,
          authorization: closed({
            type: Type.Literal('Bearer'),
            credentials: closed({ name: text, key: text }),
          }),
        }),
      ),
    }),
  }),
} as const satisfies Record<string, TSchema>;
