// The page on which developers try the API: GraphiQL, from our own server, on demo machines only.
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const place = document.getElementById("explorer");
const fetcher = createGraphiQLFetcher({ url: place.dataset.address });
createRoot(place).render(
  createElement(GraphiQL, {
    fetcher,
    defaultQuery: place.dataset.question,
    shouldPersistHeaders: false,
  }),
);
