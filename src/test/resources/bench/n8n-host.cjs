// Runs n8n's ServiceNow node in n8n's own workflow engine (n8n-core), without the rest of n8n: no
// webhook, no queue, no database of executions. So it is faster here than an installed n8n.
// Arguments: the folder that holds node_modules, the address of the instance.
// Each line of stdin is {"prefix", "count", "parallel", "items"}: so many incidents, so many
// executions at a time, so many incidents in each. The answer is one line.
const { createRequire } = require('node:module');
const path = require('node:path');
const readline = require('node:readline');

const [folder, instance] = process.argv.slice(2);
// Else it writes its settings into the home of whoever runs this.
process.env.N8N_USER_FOLDER = path.resolve(folder);
const load = createRequire(path.resolve(folder, 'host.cjs'));
load('reflect-metadata');
const { Workflow } = load('n8n-workflow');
const { WorkflowExecute, ExecutionLifecycleHooks } = load('n8n-core');
const { ServiceNow } = load('n8n-nodes-base/dist/nodes/ServiceNow/ServiceNow.node.js');

const TRIGGER = 'n8n-nodes-base.start';
const trigger = {
  description: {
    name: 'start', displayName: 'Start', group: ['input'], version: 1, description: '', defaults: {},
    inputs: [], outputs: ['main'], properties: [],
  },
  async execute() { return [this.getInputData()]; },
};
const serviceNow = new ServiceNow();
const nodeTypes = {
  getByName: (type) => (type === TRIGGER ? trigger : serviceNow),
  getByNameAndVersion: (type) => (type === TRIGGER ? trigger : serviceNow),
  getKnownTypes: () => ({}),
};

// The node builds https://<subdomain>.service-now.com/api/...: only the address is changed, where
// n8n adds the login of a credential.
const credentialsHelper = {
  getParentTypes: () => [],
  getCredentialsProperties: () => [],
  getDecrypted: async () => ({ user: 'ropeway', password: 'ropeway', subdomain: 'bench' }),
  preAuthentication: async () => undefined,
  authenticate: async (credentials, type, request) => ({
    ...request,
    uri: request.uri.replace('https://bench.service-now.com', instance),
    auth: { username: credentials.user, password: credentials.password },
  }),
};

const description = `Private links keep the traffic of a storage account inside the virtual network.

How to fix it:
Open the account, choose Networking and add a private endpoint.

Resource: acct (/subscriptions/0b9c/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/acct)
Severity: High
Category: Data
Source: microsoft
Portal: https://portal.example.com/recommendations/1`;

const workflow = new Workflow({
  id: 'bench',
  active: false,
  nodeTypes,
  settings: { executionOrder: 'v1' },
  nodes: [
    { id: '1', name: 'Start', type: TRIGGER, typeVersion: 1, position: [0, 0], parameters: {} },
    {
      id: '2', name: 'ServiceNow', type: 'n8n-nodes-base.serviceNow', typeVersion: 1, position: [200, 0],
      parameters: {
        authentication: 'basicAuth', resource: 'incident', operation: 'create',
        short_description: '={{ $json.title }}',
        additionalFields: { description, impact: '1', urgency: '2' },
      },
      credentials: { serviceNowBasicApi: { id: '1', name: 'bench' } },
      // "Retry On Fail" as the editor sets it: three tries, a second apart.
      retryOnFail: true, maxTries: 3, waitBetweenTries: 1000,
    },
  ],
  connections: { Start: { main: [[{ node: 'ServiceNow', type: 'main', index: 0 }]] } },
});

async function execute(titles) {
  const additionalData = {
    credentialsHelper,
    hooks: new ExecutionLifecycleHooks('webhook', 'bench', {}),
    currentNodeExecutionIndex: 0,
    webhookWaitingBaseUrl: '', restApiUrl: '', instanceBaseUrl: '', formWaitingBaseUrl: '', webhookBaseUrl: '',
    webhookTestBaseUrl: '', variables: {}, setExecutionStatus() {}, sendDataToUI() {},
  };
  const items = titles.map((title) => ({ json: { title } }));
  const run = await new WorkflowExecute(additionalData, 'webhook').run(
    workflow, workflow.getNode('Start'), undefined, undefined, { data: { data: { main: [items] } } });
  const { error } = run.data.resultData;
  if (error) process.stderr.write(`${error.message} ${error.description ?? ''}\n`);
  return !error;
}

async function make({ prefix, count, parallel, items }) {
  let next = 0;
  let failed = 0;
  const begin = process.hrtime.bigint();
  await Promise.all(Array.from({ length: parallel }, async () => {
    while (next < count) {
      const titles = [];
      while (titles.length < items && next < count) titles.push(`${prefix}-${next++}`);
      if (!(await execute(titles))) failed += 1;
    }
  }));
  return { seconds: Number(process.hrtime.bigint() - begin) / 1e9, failed };
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    console.log(`answer: ${JSON.stringify(await make(JSON.parse(line)))}`);
  }
  process.exit(0);
})();
