import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { asking } from '../failures/aws-failures';
import { Failure } from '../failures/failures';
import type { Stage } from '../stage/stage';
import type { StageLog } from './stage-logs';

/** One line of a log. */
export interface LogLine {
  readonly at: Date;
  readonly log: StageLog;
  /** As it was written. */
  readonly text: string;
}

export interface LogSearch {
  readonly logs: readonly StageLog[];
  /** A line that holds one of them is found. Nothing in them may end a text in quotes. */
  readonly ids: readonly string[];
  readonly from: Date;
  readonly to: Date;
}

/** Far more than one request writes. */
const MOST_LINES = 1000;
const LOOK_AGAIN_MS = 500;

/**
 * Lines that hold an id, oldest first, by one query of CloudWatch Logs Insights: it reads what is in that time, and costs by that.
 * @throws Failure when the query does not come to an end
 */
export async function searchLogs(stage: Stage, { logs, ids, from, to }: LogSearch, abortSignal: AbortSignal): Promise<LogLine[]> {
  const client = new CloudWatchLogsClient(stage.client('cloudwatch-logs'));
  const filter = ids.map((id) => `@message like "${id}"`).join(' or ');
  const query = new StartQueryCommand({
    logGroupNames: logs.map(({ group }) => group),
    startTime: Math.floor(from.getTime() / 1000),
    endTime: Math.ceil(to.getTime() / 1000),
    queryString: `fields @timestamp, @log, @message | filter ${filter} | sort @timestamp asc | limit ${MOST_LINES}`,
  });
  const { queryId = '' } = await asking(`CloudWatch Logs, StartQuery in the log groups of ${stage.stackName}`, () =>
    client.send(query, { abortSignal }),
  );
  try {
    return (await resultsOf(client, queryId, abortSignal)).map((fields) => lineOf(fields, logs));
  } catch (error) {
    // It would continue to read, and cost money.
    if (abortSignal.aborted) await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
    throw error;
  }
}

async function resultsOf(client: CloudWatchLogsClient, queryId: string, abortSignal: AbortSignal): Promise<ResultField[][]> {
  for (;;) {
    const { status = 'Unknown', results = [] } = await asking(`CloudWatch Logs, GetQueryResults of ${queryId}`, () =>
      client.send(new GetQueryResultsCommand({ queryId }), { abortSignal }),
    );
    if (status === 'Complete') return results;
    if (status !== 'Scheduled' && status !== 'Running' && status !== 'Unknown') throw unfinished(queryId, status);
    await asking('this program, between two looks', () => pause(LOOK_AGAIN_MS, undefined, { signal: abortSignal }));
  }
}

function unfinished(queryId: string, status: string): Failure {
  return new Failure('service-failed', {
    what: `The query ended as "${status}", without a result.`,
    where: `CloudWatch Logs, query ${queryId}`,
    toDo: 'Run the command again, with a shorter --since: less is read then.',
  });
}

/** `@log` is the account, a colon and the group. */
function lineOf(fields: readonly ResultField[], logs: readonly StageLog[]): LogLine {
  const value = (name: string) => fields.find(({ field }) => field === name)?.value ?? '';
  const group = value('@log').replace(/^\d+:/, '');
  return {
    // Insights writes UTC without saying so.
    at: new Date(`${value('@timestamp').replace(' ', 'T')}Z`),
    log: logs.find((log) => log.group === group) ?? { name: 'function', group },
    text: value('@message').trimEnd(),
  };
}
