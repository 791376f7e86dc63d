import { Annotations, Stack } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { AgentCredentials } from '../agent/credentials';
import type { WebFirewall } from '../api/firewall';
import type { ProxyApi } from '../api/proxy-api';
import type { AttemptLimits } from '../attempts/attempt-limits';
import type { CallerIdentity } from '../callers/callers';
import type { Config } from '../config/config';
import { recordsHere } from '../config/rules/audit';
import { acknowledge } from '../foundation/acknowledgements';
import { roleName } from '../foundation/role-name';
import type { ProxyFunction } from '../function/proxy-function';
import type { Rollout } from '../function/rollout';
import type { ServiceFunction } from '../function/service-function';
import type { AlarmRow } from '../monitoring/alarm-row';
import type { FaceStore } from '../photos/face-images';
import type { Verdicts } from '../verdict/verdicts';
import type { Watched } from './alarm-table';
import { AuditAlarms } from './alarms';
import { BucketAccessLog } from './bucket-access-log';
import { AuditLines } from './lines';
import type { WatchedRecords } from './patterns';
import { AuditTrail } from './trail';
import type { WatchedParts } from './watch/change-patterns';
import { cloudFormation, startsDeployments } from './watch/deployers';
import type { WatchedByRules } from './watch/rule-patterns';
import { type WatchedWatchers, watchersOf } from './watch/watcher-patterns';

/** What is watched. */
export interface Parts {
  readonly faces: FaceStore;
  readonly fn: ProxyFunction;
  readonly api: ProxyApi;
  readonly callers: CallerIdentity;
  readonly credentials: AgentCredentials;
  /** @default - starts are not counted */
  readonly attempts?: AttemptLimits;
  /** @default - there is none */
  readonly firewall?: WebFirewall;
  /** @default - no one asks for verdicts */
  readonly verdicts?: Verdicts;
}

export interface AuditProps extends Parts {
  readonly settings: Config;
  /** Encrypts the trail. */
  readonly key: Key;
  readonly rollout: Rollout;
}

/** Who touched a photo: the access log of the buckets, the trail with its alarms, and the way of the function's audit lines. */
export class Audit extends Construct {
  /** Of the buckets that the stack makes; the logging of an existing one is its owner's. Undefined in a throw-away stage, whose buckets must become empty. */
  readonly accessLog: BucketAccessLog | undefined;
  /** Undefined where the settings have none. */
  readonly trail: AuditTrail | undefined;
  /** What is worth an alarm; without a trail nothing is. */
  readonly alarmRows: readonly AlarmRow[];

  /** What rules watch. Undefined without a trail, which brings them their events. */
  readonly watchedByRules: WatchedByRules | undefined;

  /** What watches the stack, and is itself watched. Names, since it is made later. */
  private readonly watchers: WatchedWatchers;
  private readonly props: AuditProps;

  constructor(scope: Construct, id: string, props: AuditProps) {
    super(scope, id);
    this.props = props;
    const { settings, fn, faces } = props;
    const { purpose, bucket, auditTrail, logs } = settings;
    this.watchers = { ...watchersOf(this, settings.alarms), deployment: cloudFormation(this, auditTrail.deploymentRole) };
    if (purpose !== 'throw-away' && (bucket.new !== undefined || recordsHere(settings))) {
      this.accessLog = new BucketAccessLog(this, 'AccessLog', { purpose, retentionDays: logs.retentionDays });
      if (bucket.new !== undefined) this.accessLog.record(faces.bucket, 'photos/');
    } else if (bucket.new !== undefined) {
      acknowledge(faces.bucket, 'no-access-log-of-what-is-thrown-away');
    }
    if (recordsHere(settings)) {
      this.trail = this.createTrail();
      this.alarmRows = this.createAlarms(this.trail).rows;
      this.watchedByRules = this.byRules(this.trail);
    } else {
      this.alarmRows = [];
    }
    if (this.trail === undefined && purpose === 'development') {
      Annotations.of(this).addWarningV2(
        'face-match-proxy:no-audit-trail',
        'No one records who reads or changes a photo: set auditTrail.trail.',
      );
    }
    if (auditTrail.linesTo !== undefined) new AuditLines(this, 'Lines', { logGroup: fn.logGroup, settings: auditTrail.linesTo });
  }

  private createTrail(): AuditTrail {
    const { settings, key, faces } = this.props;
    const trail = new AuditTrail(this, 'Trail', {
      purpose: settings.purpose,
      settings: settings.auditTrail,
      searchableDays: settings.logs.retentionDays,
      key,
      objectArns: faces.objectArns,
      functionArns: this.functions.map(({ lambda }) => lambda.functionArn),
    });
    this.accessLog?.record(trail.files.bucket, 'audit/');
    if (settings.bucket.existing?.account !== undefined) {
      Annotations.of(this).addWarningV2(
        'face-match-proxy:trail-of-another-account',
        'The bucket belongs to another account: the trail sees what this account does with the photos, and nothing that others do. Record it there, too.',
      );
    }
    return trail;
  }

  private createAlarms(trail: AuditTrail): AuditAlarms {
    const watched: Watched = { ...this.records(trail), ...this.changeable(trail), ...this.watchers };
    return new AuditAlarms(this, 'Alarms', { logGroup: trail.logGroup, settings: this.props.settings.auditTrail, watched });
  }

  private byRules(made: AuditTrail): WatchedByRules {
    const { key, faces, api, verdicts } = this.props;
    return {
      ...this.watchers,
      logGroupNames: [made, ...this.functions].map(({ logGroup }) => logGroup.logGroupName),
      trailName: made.trail.ref,
      keyArns: [key.keyArn, faces.key.keyArn],
      bucketNames: [faces.bucket, ...this.recordBuckets(made)].map(({ bucketName }) => bucketName),
      functionNames: this.functions.map(({ lambda }) => lambda.functionName),
      functionRoleArns: this.functions.map(({ role }) => role.roleArn),
      restApiIds: [api, ...(verdicts === undefined ? [] : [verdicts.api])].map((each) => each.api.restApiId),
    };
  }

  private get functions(): readonly ServiceFunction[] {
    const { fn, verdicts } = this.props;
    return verdicts === undefined ? [fn] : [fn, verdicts.function];
  }

  private recordBuckets({ files }: AuditTrail): readonly IBucket[] {
    return this.accessLog === undefined ? [files.bucket] : [files.bucket, this.accessLog.bucket];
  }

  private records(made: AuditTrail): WatchedRecords {
    const { settings, key, faces, fn, verdicts } = this.props;
    return {
      functionRoleId: fn.role.roleId,
      replacerRoleArns: settings.operators?.replace ?? [],
      photoBucket: faces.bucket.bucketName,
      photoKeyArn: faces.key.keyArn,
      serviceKeyArn: key.keyArn,
      recordBuckets: this.recordBuckets(made).map(({ bucketName }) => bucketName),
      trailName: made.trail.ref,
      auditLogGroup: made.logGroup.logGroupName,
      functionLogGroup: fn.logGroup.logGroupName,
      verdictLogGroup: verdicts?.function.logGroup.logGroupName,
    };
  }

  private changeable({ writer }: AuditTrail): WatchedParts {
    const { fn, api, callers, credentials, attempts, firewall, rollout, settings, verdicts } = this.props;
    const deploy = startsDeployments(this);
    const others = [this.watchers.deployment?.roleArn, deploy, ...Object.values(settings.operators ?? {}).flat()];
    return {
      functionName: fn.lambda.functionName,
      functionRoleArn: fn.role.roleArn,
      applicationName: rollout.group.application.applicationName,
      stackName: Stack.of(this).stackName,
      startsDeployments: deploy,
      roleNames: [
        ...new Set([
          ...[fn, writer, ...(verdicts === undefined ? [] : [verdicts.function])].map(({ role }) => role.roleName),
          ...others.filter((arn) => arn !== undefined).map((arn) => roleName(arn)),
        ]),
      ],
      policyArns: [...fn.policies, writer.policy, ...(verdicts?.function.policies ?? [])].map(({ managedPolicyArn }) => managedPolicyArn),
      region: Stack.of(this).region,
      restApiId: api.api.restApiId,
      domainName: api.domain?.domainName.domainName,
      firewall: firewall === undefined ? undefined : { id: firewall.acl.attrId, arn: firewall.acl.attrArn },
      userPoolId: callers.pool.userPoolId,
      tableName: attempts?.tableName,
      secretName: credentials.secretName,
      verdict: verdicts?.watched,
      rollout: { roleArn: rollout.role.roleArn, service: 'codedeploy.amazonaws.com' },
    };
  }
}
