// feedsmith: a feed over HTTP, whatever its format. Arguments: the address.
import { parseFeed } from 'feedsmith';

const answer = await fetch(process.argv[2]);
const { format, feed } = parseFeed(await answer.text());
const plain = (value) => (value && typeof value === 'object' ? value.value : value) ?? null;
const entries = (feed.items ?? feed.entries).map((item) => ({
  id: plain(item.guid) ?? item.id, title: plain(item.title),
  link: item.link ?? item.url ?? item.links?.find((link) => link.rel === 'alternate')?.href ?? null,
  published: item.pubDate ?? item.date_published ?? item.published ?? null,
  text: plain(item.description) ?? plain(item.summary) ?? item.content_text ?? null,
}));
process.stdout.write(JSON.stringify({ format, entries }));
