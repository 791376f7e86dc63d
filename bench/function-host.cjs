/**
 * A function's process: loads the handler and speaks the Lambda Runtime API as the managed runtime does. It also says with each
 * reply how long the handler took, and when asked how much processor time the process has used so far: to read that takes a tenth of a
 * millisecond, so no request is measured with it. It can serve several events at once (`BENCH_SLOTS`), which Lambda does with several
 * processes: so one figure for memory stands for all of them.
 */
const http = require('node:http');
const path = require('node:path');

const BASE = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const agent = new http.Agent({ keepAlive: true });

function call(method, route, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(`${BASE}${route}`, { method, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** In microseconds, all threads of the process together. */
function processorTime() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

const started = performance.now();
const [file, name] = process.env._HANDLER.split('.');
const handler = require(path.join(process.env.LAMBDA_TASK_ROOT, file))[name];
const loadMs = performance.now() - started;
const loaded = processorTime();

async function serveOne() {
  const next = await call('GET', '/invocation/next');
  const id = next.headers['lambda-runtime-aws-request-id'];
  if ('bench-question' in next.headers) return void (await call('POST', `/invocation/${id}/response`, String(processorTime())));
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  const since = performance.now();
  const result = await handler(JSON.parse(next.body), { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() });
  await call('POST', `/invocation/${id}/response`, JSON.stringify(result ?? null), {
    'Bench-Handler-Ms': performance.now() - since,
    'Bench-Load-Ms': loadMs,
    'Bench-Load-Processor': loaded,
  });
}

async function serve() {
  for (;;) await serveOne();
}

// When the Runtime API is gone, so is the run that this process belongs to.
for (let slot = 0; slot < Number(process.env.BENCH_SLOTS); slot += 1) {
  serve().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
}
