import { Construct } from 'constructs';
import { VARIABLES } from '../contract/environment';
import { type Agent, configureAgent, workflowRules } from './agent/agent';
import { AgentCredentials } from './agent/credentials';
import { WebFirewall } from './api/firewall';
import { ProxyApi } from './api/proxy-api';
import { AttemptLimits } from './attempts/attempt-limits';
import { Audit, type Parts } from './audit/audit';
import { CallerIdentity, type Callers } from './callers/callers';
import { checkConfig } from './config/check';
import type { Config, ConfigInput, Purpose } from './config/config';
import type * as parts from './config/parts';
import { ATTEMPTS_OFF } from './config/sections/attempts';
import { warnOfOptOuts } from './foundation/opt-outs';
import { checkResidency } from './foundation/residency';
import { ServiceKey } from './foundation/service-key';
import { regionOfStack } from './foundation/stack-region';
import { ProxyFunction } from './function/proxy-function';
import { Rollout } from './function/rollout';
import { Monitoring } from './monitoring/monitoring';
import type { Notices } from './monitoring/notices';
import { type FaceImages, FaceStore } from './photos/face-images';
import { Verdicts } from './verdict/verdicts';

/** Sections of a stage's file that a factory or a plain member stands for here, and those that only a stack can use. */
type NotOfTheConstruct =
  | ('agent' | 'callers' | 'images' | 'bucket' | 'operators' | 'cors' | 'function' | 'logs' | 'alarms')
  | ('$schema' | 'tags' | 'permissionsBoundary' | 'loggingRoleBoundary');

/**
 * What a face match proxy is made of. Each member has the same meaning and default as in a stage's file (config/schema.json).
 * A new section of the settings is a member at once, under its own name.
 */
export interface FaceMatchProxyProps extends Omit<ConfigInput, NotOfTheConstruct> {
  /** Production retains data and demands operators and retention; throw-away destroys everything with the stack. */
  readonly purpose: Purpose;
  /** The Agent API that transactions go to. */
  readonly agent: Agent;
  /** Who may call. */
  readonly callers: Callers;
  /** The photos. */
  readonly images: FaceImages;
  /** What callers may start; a workflow that is not listed is refused. */
  readonly workflows: parts.WorkflowsOptions;
  /** Origins of the web pages that may call from a browser: `*`, one, or a list. */
  readonly corsOrigins: parts.CorsOrigins;
  /** Sizes, times, attempts. @default - 25 s for a request, 16 KiB for its body, 1 MiB for the reply, 10 starts with a photo in each hour of the clock */
  readonly limits?: parts.LimitsOptions;
  /** Throttling, firewall, host name, and who sets the account's logging role. @default - 50 requests a second, the firewall on, the name that AWS gives; the role is already present */
  readonly api?: parts.ApiOptions;
  /** Memory of the function, in MB. @default 512 */
  readonly memoryMB?: number;
  /** Executions at one moment that are kept for the function, and the most that it serves. @default - none, it shares the account's */
  readonly reservedConcurrency?: NonNullable<parts.FunctionOptions>['reservedConcurrency'];
  /** How a new version of the function takes over. @default 'all-at-once' */
  readonly rollout?: parts.Pace;
  /** Who hears of alarms. @default - no one: they are there, and are seen in the console only */
  readonly notices?: Notices;
  /** The record of who touched a photo. @default - a trail in production, none else */
  readonly auditTrail?: parts.AuditTrailOptions;
  /** Days for which logs are kept. @default 365 */
  readonly logRetentionDays?: ConfigInput['logs'] extends { retentionDays?: infer Days } | undefined ? Days : never;
  /** What is said when the regions of the stack and of Microblink lie on different continents. @default 'warning' */
  readonly residency?: parts.Residency;
}

/**
 * An API that the Microblink SDKs call, which adds the photo of the verified caller. The parts meet here and nowhere else.
 *
 * @example
 * new FaceMatchProxy(this, 'Proxy', {
 *   purpose: 'development',
 *   agent: Agent.region('eu'),
 *   callers: Callers.newPool(),
 *   images: FaceImages.newBucket({ face: { key: 'faces/{subject}' } }),
 *   workflows: { inject: { '<workflow id>': { field: 'faceImage', image: 'face' } } },
 *   corsOrigins: 'https://app.example.com',
 * });
 */
export class FaceMatchProxy extends Construct {
  readonly api: ProxyApi;
  /** Undefined when `limits.attempts` is off. */
  readonly attempts: AttemptLimits | undefined;
  readonly callers: CallerIdentity;
  readonly credentials: AgentCredentials;
  readonly faces: FaceStore;
  readonly function: ProxyFunction;
  readonly monitoring: Monitoring;
  readonly audit: Audit;
  /** Undefined without `verdicts` in the settings. */
  readonly verdicts: Verdicts | undefined;
  /** What stands before the API. @default - none, by an opt-out in the settings */
  readonly firewall?: WebFirewall;
  /** The settings with every default, as they were checked. */
  readonly settings: Config;

  /**
   * @param props the parts, or the settings of a stage as `readConfig` returns them
   * @throws Error that lists every fault in the settings, or for a stack in a region of another partition than aws
   */
  constructor(scope: Construct, id: string, props: FaceMatchProxyProps | Config) {
    super(scope, id);
    const written = 'cors' in props ? props : asWritten(props);
    const settings = checkConfig(written, `The settings of ${this.node.path}`, regionOfStack(this));
    const { purpose } = settings;
    const logRetentionDays = settings.logs.retentionDays;
    const key = new ServiceKey(this, 'ServiceKey', purpose);

    this.settings = settings;
    const fn = new ProxyFunction(this, 'Function', {
      purpose,
      limits: settings.limits,
      ...settings.function,
      logRetentionDays,
      key,
    });
    this.function = fn;
    this.callers = new CallerIdentity(this, 'Callers', { purpose, settings: settings.callers });
    this.faces = new FaceStore(this, 'Faces', settings, fn);
    this.credentials = new AgentCredentials(this, 'Credentials', { purpose, key });
    const { attempts } = settings.limits;
    if (attempts !== ATTEMPTS_OFF) this.attempts = new AttemptLimits(this, 'Attempts', { purpose, key, settings: attempts });
    this.api = new ProxyApi(this, 'Api', {
      purpose,
      settings: settings.api,
      origins: settings.cors.origins,
      callers: this.callers,
      fn,
      logRetentionDays,
      key,
    });

    if (settings.api.firewall.mode === 'on') this.firewall = this.createFirewall(key);
    checkResidency(this, settings.residency, settings.agent);
    warnOfOptOuts(this, settings);

    configureAgent(fn, settings.agent);
    fn.setJson(VARIABLES.workflows, workflowRules(settings.workflows));
    this.callers.configure(fn);
    this.faces.grantRead(fn);
    this.credentials.grantRead(fn);
    this.attempts?.grantCount(fn);
    const { verdicts } = settings;
    const { loggingRole } = this.api;
    if (verdicts !== undefined) this.verdicts = new Verdicts(this, 'Verdicts', { settings, verdicts, fn, loggingRole, key });

    const rollout = new Rollout(this, 'Rollout', { fn, pace: settings.rollout });
    this.audit = new Audit(this, 'Audit', { settings, key, ...this.parts(), rollout });
    const watched = { firewall: this.firewall?.metricName, more: this.audit.alarmRows, watched: this.audit.watchedByRules };
    const asked = this.verdicts?.function;
    const logs = { firewall: this.firewall?.log.logGroup, trail: this.audit.trail?.logGroup, verdict: asked?.logGroup };
    const verdictFunction = asked?.lambda.functionName;
    this.monitoring = new Monitoring(this, 'Monitoring', { settings, fn, api: this.api, key, ...watched, logs, verdictFunction });
    rollout.watch(this.monitoring.alarms.ofRelease);
  }

  private parts(): Parts {
    const { faces, function: fn, api, callers, attempts, credentials, firewall, verdicts } = this;
    return { faces, fn, api, callers, attempts, credentials, firewall, verdicts };
  }

  private createFirewall(key: ServiceKey): WebFirewall {
    const { purpose, api, limits, logs } = this.settings;
    return new WebFirewall(this, 'Firewall', {
      purpose,
      settings: api.firewall,
      stageArn: this.api.api.deploymentStage.stageArn,
      callerBodyBytes: limits.callerBodyBytes,
      logRetentionDays: logs.retentionDays,
      key,
    });
  }
}

/** In the form of a stage's file. Only what has another name there is named here; every other section goes on as it is. */
function asWritten({
  corsOrigins,
  memoryMB,
  reservedConcurrency,
  logRetentionDays,
  notices,
  ...sections
}: FaceMatchProxyProps): ConfigInput {
  return {
    ...sections,
    agent: sections.agent.settings,
    callers: sections.callers.settings,
    ...sections.images.settings,
    cors: { origins: corsOrigins },
    function: { memoryMB, reservedConcurrency },
    logs: { retentionDays: logRetentionDays },
    alarms: notices?.settings,
  };
}
