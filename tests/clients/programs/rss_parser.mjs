// rss-parser: a feed over HTTP. Arguments: the address.
import Parser from 'rss-parser';

const feed = await new Parser().parseURL(process.argv[2]);
const entries = feed.items.map((item) => ({
  id: item.guid ?? item.id, title: item.title, link: item.link, published: item.isoDate ?? null,
  text: item.contentSnippet ?? item.summary ?? null, topics: item.categories ?? [],
}));
process.stdout.write(JSON.stringify({ title: feed.title, entries }));
