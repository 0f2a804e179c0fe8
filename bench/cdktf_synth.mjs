// A plain cdktf program: one stack a region, one resource a file; it writes Terraform JSON, and terraform would have to write the files.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, TerraformResource, TerraformStack } from 'cdktf';

const [work, out] = process.argv.slice(2);
const regions = JSON.parse(readFileSync(join(work, 'regions.json'), 'utf8'));
const templates = JSON.parse(readFileSync(join(work, 'templates.json'), 'utf8'));

class LocalFile extends TerraformResource {
  constructor(scope, id, props) {
    super(scope, id, { terraformResourceType: 'local_file' });
    this.props = props;
  }
  synthesizeAttributes() {
    return this.props;
  }
}

const app = new App({ outdir: out });
for (const region of regions) {
  const stack = new TerraformStack(app, region.name);
  templates.forEach(({ path, parts }, at) => {
    const content = parts
      .map((part) => (part.hole ? region[part.hole] : part.text))
      .join('')
      .replaceAll('${', '$${');
    new LocalFile(stack, `file${at}`, { filename: path, content });
  });
}
app.synth();
