// A plain cdk8s program: one chart a region, its files in one ConfigMap; it writes Kubernetes YAML, and a cluster would have to mount it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';

const [work, out] = process.argv.slice(2);
const regions = JSON.parse(readFileSync(join(work, 'regions.json'), 'utf8'));
const templates = JSON.parse(readFileSync(join(work, 'templates.json'), 'utf8'));

const app = new App({ outdir: out });
for (const region of regions) {
  const chart = new Chart(app, region.name);
  // A key of a ConfigMap has no slash.
  const data = templates.map(({ path, parts }) => [
    path.replaceAll('/', '__'),
    parts.map((part) => (part.hole ? region[part.hole] : part.text)).join(''),
  ]);
  new ApiObject(chart, 'files', { apiVersion: 'v1', kind: 'ConfigMap', data: Object.fromEntries(data) });
}
app.synth();
