/**
 * One execution environment of a function: loads the handler from the deployed code and speaks the Lambda Runtime API, as the
 * managed Node.js runtime does (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). It knows its surroundings only through the
 * environment variables that Lambda sets, so the code that it loads cannot see more of this machine than it could on AWS.
 */
const { existsSync } = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const BASE = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const connection = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, route, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${BASE}${route}`, { method, agent: connection, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function describe(error) {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
}

function reportError(route, error) {
  const description = describe(error);
  // The managed runtime writes an unhandled error to the function's log as well.
  process.stderr.write(`${JSON.stringify(description)}\n`);
  return call('POST', route, JSON.stringify(description), { 'Lambda-Runtime-Function-Error-Type': description.errorType });
}

/** An ES module is evaluated, with all that it awaits at its top level, before the first event is asked for. */
async function loadHandler() {
  const [file, name] = process.env._HANDLER.split('.');
  const code = path.join(process.env.LAMBDA_TASK_ROOT, file);
  const loaded = existsSync(`${code}.mjs`) ? await import(pathToFileURL(`${code}.mjs`)) : require(code);
  const handler = loaded[name];
  if (typeof handler !== 'function') throw new TypeError(`${process.env._HANDLER} is undefined or not exported`);
  return handler;
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

async function serveOne(handler) {
  const next = await call('GET', '/invocation/next');
  const route = `/invocation/${next.headers['lambda-runtime-aws-request-id']}`;
  process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'];
  let result;
  try {
    result = await handler(JSON.parse(next.body), contextOf(next.headers));
  } catch (error) {
    await reportError(`${route}/error`, error);
    return;
  }
  await call('POST', `${route}/response`, JSON.stringify(result === undefined ? null : result));
}

async function main() {
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    await reportError('/init/error', error);
    process.exit(1);
  }
  for (;;) await serveOne(handler);
}

// When the Runtime API is gone, so is the service that this process belongs to.
main().catch(() => process.exit(0));
