/**
 * The settings of a stage as types, made from the same schema as schema.json by npm run docs: an app that uses the construct needs no zod to
 * understand them.
 */

import type { AgentSection, AgentSectionInput } from './settings/agent';
import type { AlarmsSection, AlarmsSectionInput } from './settings/alarms';
import type { ApiSection, ApiSectionInput } from './settings/api';
import type { AuditTrailSection, AuditTrailSectionInput } from './settings/audit-trail';
import type { BucketSection, BucketSectionInput } from './settings/bucket';
import type { CallersSection, CallersSectionInput } from './settings/callers';
import type { CorsSection, CorsSectionInput } from './settings/cors';
import type { FunctionSection, FunctionSectionInput } from './settings/function';
import type { LimitsSection, LimitsSectionInput } from './settings/limits';
import type { LogsSection, LogsSectionInput } from './settings/logs';
import type { OperatorsSection, OperatorsSectionInput } from './settings/operators';
import type { VerdictsSection, VerdictsSectionInput } from './settings/verdicts';
import type { WorkflowsSection, WorkflowsSectionInput } from './settings/workflows';

export interface ConfigInput {
  /**
   * Where an editor finds the schema of this file: ./schema.json
   */
  $schema?: string;
  /**
   * production: data stays when the stack is deleted; operators and retention are required. development: data stays too, with warnings in place of requirements. throw-away: everything is deleted with the stack.
   */
  purpose: 'production' | 'development' | 'throw-away';
  /**
   * The Agent API, to which transactions are sent.
   */
  agent: AgentSectionInput;
  /**
   * Who may call, and which claim says who it is.
   */
  callers: CallersSectionInput;
  /**
   * The kinds of photo that you keep, each under its own prefix.
   */
  images: {
    [k: string]: {
      /**
       * Object key with {subject} exactly once, after a prefix that no other kind shares, such as faces/{subject}.
       */
      key: string;
      /**
       * Largest photo that is used, in bytes.
       */
      maxBytes?: number;
      /**
       * Days from enrolment until a photo expires. Required in production. Default: never. Only for a new bucket.
       */
      retentionDays?: number;
      /**
       * A photo enrolled more recently is not used, so that there is time to notice a swapped one. Default: any age.
       */
      minimumAgeHours?: number;
    };
  };
  /**
   * Where the photos are: "new" or "existing".
   */
  bucket: BucketSectionInput;
  /**
   * The only roles that touch photos in a new bucket. Required in production.
   */
  operators?: OperatorsSectionInput;
  /**
   * What callers may start. A workflow in neither list is refused.
   */
  workflows: WorkflowsSectionInput;
  /**
   * The verdict: an endpoint that tells your backend whether a user passed the match that it asked for. Left out, there is none, and starts are not recorded.
   */
  verdicts?: VerdictsSectionInput;
  /**
   * Calls from browsers.
   */
  cors: CorsSectionInput;
  /**
   * Sizes, times, and attempts of one subject.
   */
  limits?: LimitsSectionInput;
  /**
   * The REST API.
   */
  api?: ApiSectionInput;
  /**
   * The function.
   */
  function?: FunctionSectionInput;
  /**
   * How a new version of the function takes over. An alarm can roll back only while both versions serve; ten per cent of little traffic may be none, so prefer linear to canary.
   */
  rollout?:
    | 'all-at-once'
    | 'linear-10-percent-every-minute'
    | 'linear-10-percent-every-2-minutes'
    | 'linear-10-percent-every-3-minutes'
    | 'linear-10-percent-every-10-minutes'
    | 'canary-10-percent-for-5-minutes'
    | 'canary-10-percent-for-10-minutes'
    | 'canary-10-percent-for-15-minutes'
    | 'canary-10-percent-for-30-minutes';
  /**
   * The log groups of the function, of the API and of its firewall.
   */
  logs?: LogsSectionInput;
  /**
   * The alarms, which are always there: their receivers.
   */
  alarms?: AlarmsSectionInput;
  /**
   * The record of who touched a photo.
   */
  auditTrail?: AuditTrailSectionInput;
  /**
   * What the synthesis says when the region of the stack and that of your organisation at Microblink are on different continents, or cannot be compared.
   */
  residency?: 'warning' | 'error' | 'other-continents-are-intended';
  /**
   * Tags for every resource of the stage, such as a cost centre. It also has its own: application, stage, data-classification.
   */
  tags?: {
    [k: string]: string;
  };
  /**
   * Managed policy, by its name or ARN, that bounds every role of the stack, even against the role’s own policies. The stages of this repository name the one that bootstrap/bootstrap.sh makes; an account that was prepared in another way has none of this name (docs/bootstrap.md).
   */
  permissionsBoundary?: string;
  /**
   * Managed policy, by its name or ARN, that bounds the role that api.loggingRole "managed-here" makes, in place of permissionsBoundary: API Gateway refuses a role that may not read logs, and no other role may. Default: permissionsBoundary.
   */
  loggingRoleBoundary?: string;
}

export interface Config {
  $schema?: string;
  purpose: 'production' | 'development' | 'throw-away';
  agent: AgentSection;
  callers: CallersSection;
  images: {
    [k: string]: {
      key: string;
      maxBytes: number;
      retentionDays?: number;
      minimumAgeHours?: number;
    };
  };
  bucket: BucketSection;
  operators?: OperatorsSection;
  workflows: WorkflowsSection;
  verdicts?: VerdictsSection;
  cors: CorsSection;
  limits: LimitsSection;
  api: ApiSection;
  function: FunctionSection;
  rollout:
    | 'all-at-once'
    | 'linear-10-percent-every-minute'
    | 'linear-10-percent-every-2-minutes'
    | 'linear-10-percent-every-3-minutes'
    | 'linear-10-percent-every-10-minutes'
    | 'canary-10-percent-for-5-minutes'
    | 'canary-10-percent-for-10-minutes'
    | 'canary-10-percent-for-15-minutes'
    | 'canary-10-percent-for-30-minutes';
  logs: LogsSection;
  alarms: AlarmsSection;
  auditTrail: AuditTrailSection;
  residency: 'warning' | 'error' | 'other-continents-are-intended';
  tags: {
    [k: string]: string;
  };
  permissionsBoundary?: string;
  loggingRoleBoundary?: string;
}
