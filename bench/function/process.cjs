/** A function's process: loads the handler, speaks the Lambda Runtime API as the managed runtime does, and says how long each event took. */
const { once } = require('node:events');
const { existsSync } = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const BASE = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;

async function call(method, route, body, headers = {}) {
  const request = http.request(`${BASE}${route}`, { method, headers }).end(body);
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return { headers: response.headers, body: text };
}

async function serve() {
  const [file, name] = process.env._HANDLER.split('.');
  const code = path.join(process.env.LAMBDA_TASK_ROOT, file);
  const { [name]: handler } = existsSync(`${code}.mjs`) ? await import(`${code}.mjs`) : require(code);
  for (;;) {
    const next = await call('GET', '/invocation/next');
    const id = next.headers['lambda-runtime-aws-request-id'];
    const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
    const since = performance.now();
    const result = await handler(JSON.parse(next.body), { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() });
    await call('POST', `/invocation/${id}/response`, JSON.stringify(result ?? null), { 'Bench-Handler-Ms': performance.now() - since });
  }
}

serve().catch((error) => {
  // When the Runtime API is gone, so is the run that this process belongs to.
  if (error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED') process.exit(0);
  throw error;
});
