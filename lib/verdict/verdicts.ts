import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { AgentCredentials } from '../agent/credentials';
import type { LoggingRole } from '../api/logging-role';
import type { WatchedVerdict } from '../audit/watch/change-patterns';
import type { Config } from '../config/config';
import type { VerdictsSettings } from '../config/parts';
import type { ProxyFunction } from '../function/proxy-function';
import { Transactions } from './transactions';
import { VerdictApi } from './verdict-api';
import { VerdictFunction } from './verdict-function';

export interface VerdictsProps {
  readonly settings: Config;
  readonly verdicts: VerdictsSettings;
  /** The function that starts transactions, and records them. */
  readonly fn: ProxyFunction;
  /** With which API Gateway writes logs. @default - it is already present */
  readonly loggingRole?: LoggingRole | undefined;
  /** Encrypts table, secret and logs. */
  readonly key: IKey;
}

const READS = 'Credentials that read transactions at the Agent API, and do nothing else: {"clientId": "sa_…", "clientSecret": "…"}';

/** The verdict: the record of starts, and the endpoint that answers once whether a user passed the match that was asked for. */
export class Verdicts extends Construct {
  readonly api: VerdictApi;
  readonly function: VerdictFunction;
  readonly transactions: Transactions;
  /** Of the key that reads. */
  readonly credentials: AgentCredentials;

  constructor(scope: Construct, id: string, { settings, verdicts, fn, loggingRole, key }: VerdictsProps) {
    super(scope, id);
    const { purpose } = settings;
    this.transactions = new Transactions(this, 'Transactions', { purpose, key });
    this.credentials = new AgentCredentials(this, 'ReadingCredentials', { purpose, key, description: READS });
    this.function = new VerdictFunction(this, 'Function', { settings, verdicts, key });
    this.api = new VerdictApi(this, 'Api', {
      purpose,
      settings: verdicts,
      fn: this.function,
      loggingRole,
      logRetentionDays: settings.logs.retentionDays,
      key,
    });
    this.transactions.grantRecord(fn);
    this.transactions.grantDecide(this.function);
    this.transactions.denyOthers(fn.role.roleId, this.function.role.roleId);
    this.credentials.grantRead(this.function);
  }

  /** What sets off an alarm when it is changed by hand. */
  get watched(): WatchedVerdict {
    return {
      functionName: this.function.lambda.functionName,
      functionRoleArn: this.function.role.roleArn,
      restApiId: this.api.api.restApiId,
      tableName: this.transactions.tableName,
      secretName: this.credentials.secretName,
    };
  }

  /** Lets a role ask for verdicts, an imported one too. One of another account also needs `execute-api:Invoke` in a policy of its own. */
  grantAsk(role: IRole): void {
    this.api.letIn(role.roleArn);
  }
}
