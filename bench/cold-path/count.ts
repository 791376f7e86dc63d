import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoDb } from './clients';
import { handler as readSecret } from './secret';

export * from './secret';

export async function handler(): Promise<{ statusCode: number }> {
  const counting = new UpdateItemCommand({
    TableName: 'attempts',
    Key: { attempt: { S: 'somebody' } },
    UpdateExpression: 'ADD #starts :one',
    ConditionExpression: 'attribute_not_exists(#starts) OR #starts < :limit',
    ExpressionAttributeNames: { '#starts': 'starts' },
    ExpressionAttributeValues: { ':one': { N: '1' }, ':limit': { N: '10' } },
  });
  const { statusCode } = await readSecret();
  await dynamoDb.send(counting);
  return { statusCode };
}
