import { tmpdir } from 'node:os';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AttemptRules } from '../../contract/environment';
import { startDynamoDb } from '../../local/dynamodb';
import type { Template } from '../../local/template/template';

/** A table as the stack makes it, in the DynamoDB stand-in. */
export interface GivenTable {
  readonly client: DynamoDBClient;
  /** Every item, its values as text. */
  items(): Promise<Record<string, string>[]>;
  stop(): Promise<void>;
}

export const RULES: AttemptRules = { table: 'Attempts', windowMinutes: 60, injecting: 3, others: 5, whenTableIsDown: 'refuse' };

/** @param requestTimeout In milliseconds, longer than a busy machine keeps anyone waiting; 0 waits for ever. */
export function testDynamoDbClient(endpoint: string, maxAttempts = 1, requestTimeout = 20_000): DynamoDBClient {
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'test' };
  const requestHandler = { requestTimeout, throwOnRequestTimeout: true };
  return new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts, requestHandler });
}

/** @param name of the table @param key of its key attribute */
export async function givenTable(name = RULES.table, key = 'attempt'): Promise<GivenTable> {
  const dynamoDb = await startDynamoDb(tmpdir());
  const properties = {
    AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
    KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
  const template = { all: () => [{ id: name, properties }], reference: (id: string) => id };
  await dynamoDb.createTables(template as unknown as Template);
  const client = testDynamoDbClient(await dynamoDb.endpoint());
  return {
    client,
    items: async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
      return Items.map((item) => Object.fromEntries(Object.entries(item).map(([name, value]) => [name, String(value.S ?? value.N)])));
    },
    stop: async () => {
      client.destroy();
      await dynamoDb.stop();
    },
  };
}
