import { Stack } from 'aws-cdk-lib';
import { CfnQueryDefinition, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ALARM_QUERIES, type QueriedLog } from './alarm-queries';

export interface SavedQueriesProps {
  /** The alarms of the stack, by name. */
  readonly alarms: readonly string[];
  /** A log group that the stack does not have is left out, and its queries with it. */
  readonly logs: Readonly<Partial<Record<QueriedLog, ILogGroup>>>;
}

/** The queries of the alarms, where somebody who is woken finds them: in CloudWatch Logs Insights, in a folder with the name of the stack. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { alarms, logs }: SavedQueriesProps) {
    super(scope, id);
    for (const alarm of alarms) {
      const query = ALARM_QUERIES[alarm];
      const logGroup = query === undefined ? undefined : logs[query.log];
      if (query === undefined || logGroup === undefined) continue;
      new CfnQueryDefinition(this, alarm, {
        // AWS asks for a name. Two of one name may be there, so that no other stack is in the way.
        name: `${Stack.of(this).stackName}/${alarm}`,
        queryString: query.lines.join('\n| '),
        logGroupNames: [logGroup.logGroupName],
      });
    }
  }
}
