const { addS3Conditions } = require('./conditions.cjs');

/**
 * The S3 stand-in as a program: fauxqs on the port of 127.0.0.1 that it is given, everything in memory. It runs in a process of its own because
 * it is an ES module with a server inside, and so that reading a photo crosses a process boundary as it does on AWS.
 */
async function main() {
  const { buildApp } = await import('fauxqs');
  const app = buildApp({ host: '127.0.0.1', logger: false, defaultRegion: 'eu-central-1' });
  addS3Conditions(app);
  await app.listen({ port: Number(process.argv[2]), host: '127.0.0.1' });
  process.send({ port: app.server.address().port });
}

process.on('disconnect', () => process.exit(0));
void main();
