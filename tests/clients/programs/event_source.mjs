// eventsource: a stream, until so many events came. Arguments: the address, the number, names of events.
import { EventSource } from 'eventsource';

const [url, wanted, ...names] = process.argv.slice(2);
const source = new EventSource(url);
const ids = [];
let opened = 0;
source.onopen = () => { opened += 1; };
const told = [];
const take = (event) => {
  ids.push(event.lastEventId);
  told.push(JSON.parse(event.data));
  if (ids.length < Number(wanted)) return;
  source.close();
  process.stdout.write(JSON.stringify({ ids, opened, told }), () => process.exit(0));
};
for (const name of ['message', ...names]) source.addEventListener(name, take);
