import { join } from 'node:path';
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startPortChild } from './process/child';
import { requireFree } from './process/take-port';
import type { Template } from './template/template';

/** A stand-in for DynamoDB, in memory. It checks no permission, encrypts nothing and lets no item expire. */
export interface DynamoDb {
  /** Base URL; known once the stand-in listens. */
  endpoint(): Promise<string>;
  /** Makes every table of the template. @returns their names. */
  createTables(template: Template): Promise<string[]>;
  stop(): Promise<void>;
}

/** What the stand-in needs of `AWS::DynamoDB::Table`, in the template's words. */
interface TableProperties {
  readonly AttributeDefinitions: CreateTableCommandInput['AttributeDefinitions'];
  readonly KeySchema: CreateTableCommandInput['KeySchema'];
  readonly BillingMode: CreateTableCommandInput['BillingMode'];
}

/** @param directory Working directory of the stand-in's process. */
export async function startDynamoDb(directory: string, port = 0): Promise<DynamoDb> {
  await requireFree(port, 'dynamodb');
  const child = startPortChild(join(__dirname, '..', 'stand-ins', 'dynamodb', 'process.cjs'), directory, port);
  const endpoint = async () => `http://127.0.0.1:${await child.port}`;
  return {
    endpoint,
    async createTables(template) {
      const credentials = { accessKeyId: 'local', secretAccessKey: 'stand-in' };
      const client = new DynamoDBClient({ endpoint: await endpoint(), region: 'eu-central-1', credentials });
      const tables = template.all<TableProperties>('AWS::DynamoDB::Table').map(({ id, properties }) => {
        const { AttributeDefinitions, KeySchema, BillingMode } = properties;
        return { TableName: template.reference(id), AttributeDefinitions, KeySchema, BillingMode };
      });
      await Promise.all(tables.map((table) => client.send(new CreateTableCommand(table)))).finally(() => client.destroy());
      return tables.map(({ TableName }) => TableName);
    },
    stop: () => child.stop(),
  };
}
