import type { Config, ConfigInput } from '../../config/settings';

/** The settings of a part, with every default filled in, and the options of it, as a person writes them. */
export type AgentSettings = Config['agent'];
export type AgentOptions = Omit<ConfigInput['agent'], 'region' | 'url'>;
export type ReadingSettings = NonNullable<AgentSettings['reading']>;

export type CallersSettings = Config['callers'];
export type NewPoolSettings = NonNullable<CallersSettings['pool']['new']>;
export type NewPoolOptions = NonNullable<ConfigInput['callers']['pool']['new']>;
export type ExistingPoolOptions = NonNullable<ConfigInput['callers']['pool']['existing']>;
/** What holds for a new and for an existing pool. */
export type CallerOptions = Omit<ConfigInput['callers'], 'pool'>;

export type ImageSettings = Config['images'][string];
export type ImageOptions = ConfigInput['images'][string];
export type NewBucketSettings = NonNullable<Config['bucket']['new']>;
export type NewBucketOptions = NonNullable<NonNullable<ConfigInput['bucket']>['new']>;
export type ExistingBucketSettings = NonNullable<Config['bucket']['existing']>;
export type ExistingBucketOptions = NonNullable<NonNullable<ConfigInput['bucket']>['existing']>;
export type Operators = NonNullable<Config['operators']>;
export type OperatorsOptions = NonNullable<ConfigInput['operators']>;

export type WorkflowsSettings = Config['workflows'];
export type WorkflowsOptions = ConfigInput['workflows'];

export type VerdictsSettings = NonNullable<Config['verdicts']>;
export type VerdictsOptions = NonNullable<ConfigInput['verdicts']>;

export type CorsOrigins = Config['cors']['origins'];
export type LimitsSettings = Config['limits'];
export type LimitsOptions = ConfigInput['limits'];
export type AttemptsSettings = Exclude<LimitsSettings['attempts'], string>;
export type FunctionOptions = ConfigInput['function'];
export type Pace = Config['rollout'];

export type ApiSettings = Config['api'];
export type ApiOptions = ConfigInput['api'];
export type DomainSettings = NonNullable<ApiSettings['domain']>;
export type FirewallSettings = ApiSettings['firewall'];

export type AlarmsSettings = Config['alarms'];
export type AlarmsOptions = ConfigInput['alarms'];
/** An address or a topic. */
export type HearerSettings = NonNullable<AlarmsSettings['tomorrow']>;
export type WatchersSettings = NonNullable<AlarmsSettings['watchers']>;

export type AuditTrailSettings = Config['auditTrail'];
export type AuditTrailOptions = ConfigInput['auditTrail'];
export type AuditLinesSettings = NonNullable<AuditTrailSettings['linesTo']>;

export type Purpose = Config['purpose'];
export type Residency = Config['residency'];
