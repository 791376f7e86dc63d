import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Alias,
  Architecture,
  type CfnFunction,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Purpose } from '../config/config';
import { acknowledge } from '../foundation/acknowledgements';
import { onlyFrom, ownRole } from '../foundation/role-binding';
import { ServiceLog } from '../foundation/service-log';
import { acknowledgeWildcards, type WILDCARDS } from '../foundation/wildcards';

/** Lambda's limit on all variables together, in bytes ("Lambda quotas"). */
const LARGEST_ENVIRONMENT = 4096;

/** What a value counts that is known only when deployed; the longest is a secret's ARN. In bytes. */
const LARGEST_TOKEN = 256;

/**
 * What Node is started with, next to what Lambda gives it: the runtime's start script leaves a size of the young generation's halves that
 * `NODE_OPTIONS` names as it is, and would otherwise allow each a twentieth of the function's memory. A photo passes through in buffers that
 * live for milliseconds. A large young generation is collected so rarely that they trigger the slow collection of the old one instead
 * (docs/performance.md, "What made it fast"). In MiB ("Command-line API" of Node).
 */
export const NODE_OPTIONS = '--max-semi-space-size=4';

/** The alias that is called. AWS has no unnamed ones. */
export const LIVE = 'live';

/** What a function of this stack is made of. */
export interface ServiceFunctionProps<Name extends string> {
  readonly purpose: Purpose;
  readonly code: Code;
  /** What it does, in a sentence that begins with a verb. */
  readonly description: string;
  /** What it is called in the descriptions of its policies, such as `face match function`. */
  readonly called: string;
  /** Variables without which it does not start. */
  readonly required: readonly Name[];
  readonly memoryMB: number;
  /** When Lambda ends an invocation, in seconds. */
  readonly timeoutSeconds: number;
  /** Executions at one moment that are kept for it. @default - none, it shares those of the account */
  readonly reservedConcurrency?: number | undefined;
  readonly logRetentionDays: number;
  /** Encrypts the log group. */
  readonly key: IKey;
}

/**
 * A function with a role of its own, two customer-managed policies, and a log group. It can do nothing but write its log until
 * the other parts let it ({@link allow}) and tell it ({@link setText}, {@link setJson}) more. What the second policy says binds the role to it.
 */
export class ServiceFunction<Name extends string = string> extends Construct {
  readonly lambda: LambdaFunction;
  /** What callers get: always a published version, whose code and settings no longer change. */
  readonly live: Alias;
  readonly role: Role;
  readonly logGroup: LogGroup;
  /** What the function may do, and what holds the role to it. */
  readonly policies: readonly ManagedPolicy[];

  private readonly policy: ManagedPolicy;
  private readonly required: readonly Name[];
  private readonly variables = new Map<Name, string>();

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Name>) {
    super(scope, id);
    this.logGroup = new ServiceLog(this, 'Log', { purpose: props.purpose, retentionDays: props.logRetentionDays, key: props.key });
    this.role = ownRole(this, 'Role');
    // Attached from the policy's side: were it the role's, role, policy and key would wait for one another.
    this.policy = new ManagedPolicy(this, 'Policy', { description: `What the ${props.called} may do`, roles: [this.role] });
    this.lambda = this.createFunction(props);
    acknowledge(this.lambda, 'no-virtual-private-cloud', 'no-dead-letter-queue');
    if (props.reservedConcurrency === undefined) acknowledge(this.lambda, 'no-reserved-concurrency');
    this.lambda.node.addDependency(this.policy);
    const binding = new ManagedPolicy(this, 'Binding', {
      description: `Holds the role of the ${props.called} to that function`,
      roles: [this.role],
      statements: [onlyFrom(this.lambda.functionArn)],
    });
    this.policies = [this.policy, binding];
    // The L2 construct's own property would write its permissions into an inline policy.
    (this.lambda.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    this.live = new Alias(this, 'Live', { aliasName: LIVE, version: this.lambda.currentVersion });
    this.node.addValidation({ validate: () => this.environmentFaults() });
    this.allow(writeLog(this.logGroup));
    this.allowWithWildcards('traces-have-no-resource', trace());
    this.required = props.required;
  }

  /** Adds statements to the policy that says what the function may do. */
  allow(...statements: PolicyStatement[]): void {
    this.policy.addStatements(...statements);
  }

  /** Adds a statement whose resources end in wildcards, with the reason why they must. */
  allowWithWildcards(reason: keyof typeof WILDCARDS, statement: PolicyStatement): void {
    this.allow(statement);
    acknowledgeWildcards(this.policy, reason, statement.resources);
  }

  /** Sets a variable that the function reads as it is. */
  setText(name: Name, value: string): void {
    this.variables.set(name, value);
    this.lambda.addEnvironment(name, value);
  }

  /** Sets a variable that the function reads as JSON. */
  setJson(name: Name, value: unknown): void {
    this.setText(name, Stack.of(this).toJsonString(value));
  }

  private createFunction(props: ServiceFunctionProps<Name>): LambdaFunction {
    return new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      environment: { NODE_OPTIONS },
      memorySize: props.memoryMB,
      reservedConcurrentExecutions: props.reservedConcurrency,
      timeout: Duration.seconds(props.timeoutSeconds),
      // The version before stays, so that an operator can go back to it without building anything (docs/runbook.md).
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.TEXT,
    });
  }

  /** A template with too large an environment would fail only when deployed; one that lacks a variable, only when called. */
  private environmentFaults(): string[] {
    const missing = this.required.filter((name) => !this.variables.has(name));
    const all = [...this.variables, ['NODE_OPTIONS', NODE_OPTIONS] as const];
    const bytes = all.reduce((sum, [name, value]) => sum + name.length + this.bytesOf(value), 0);
    return [
      ...missing.map((name) => `The function's variable ${name} is not set: a part of the stack was not given to it.`),
      ...(bytes > LARGEST_ENVIRONMENT
        ? [
            `The function's settings may take ${bytes} bytes, and Lambda allows ${LARGEST_ENVIRONMENT}. List fewer workflows, callerFields or origins, or use shorter names.`,
          ]
        : []),
    ];
  }

  private bytesOf(value: string): number {
    const resolved: unknown = Stack.of(this).resolve(value);
    const parts: unknown[] =
      typeof resolved === 'object' && resolved !== null && 'Fn::Join' in resolved
        ? (resolved['Fn::Join'] as [string, unknown[]])[1]
        : [resolved];
    return parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? Buffer.byteLength(part) : LARGEST_TOKEN), 0);
  }
}

/** Its own group, and no `logs:CreateLogGroup`: a group that Lambda made would be unencrypted and kept for ever. */
function writeLog(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({
    sid: 'WriteLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroup.logGroupArn],
  });
}

/** The one wildcard of this policy: a segment belongs to no resource ("Actions, resources, and condition keys for AWS X-Ray"). */
function trace(): PolicyStatement {
  return new PolicyStatement({ sid: 'SendTrace', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], resources: ['*'] });
}
