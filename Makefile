# Thin names for what people do here; what is behind them stands in scripts/.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint format openapi bench crash fuzz needs

WEB_SOURCES := $(shell find web/src web/public web/scripts -type f) \
  web/index.html web/package.json web/tsconfig.json web/vite.config.ts

help: ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: needs web/dist/index.html ## build and start Guanxi; ARGS="--listen 0.0.0.0:8080" is passed on
	cargo build --release --package guanxi --locked
	@scripts/run.sh $(ARGS)

test: ## everything that must pass, on SQLite and PostgreSQL; STEPS="web e2e" for some of it
	@scripts/test.sh $(STEPS)

lint: needs web/dist/index.html ## formatting, clippy, types and style of the web app
	@scripts/test.sh lint
	cd web && npm run check

format: needs web/node_modules/.package-lock.json ## put formatting right
	cargo fmt --all
	cd web && npm run format

openapi: needs web/dist/index.html ## write openapi.json and the web client made of it
	cargo build --workspace --bins --tests --locked
	target/debug/guanxi openapi > target/openapi.json
	mv target/openapi.json openapi.json
	cd web && npm run client

bench: ## measure lists on a million accounts; ARGS="--thousands 10" for fewer
	cargo xtask bench $(ARGS)

crash: needs web/dist/index.html ## kill the server 50 times in the middle of its work; ARGS="--database-url postgres://…"
	cargo build --release --package guanxi --locked
	cargo xtask crash $(ARGS)

fuzz: needs web/dist/index.html ## send what no client would send to every operation; needs Python 3
	cargo build --release --package guanxi --locked
	scripts/fuzz.sh

needs:
	@scripts/needs.sh build

web/node_modules/.package-lock.json: web/package-lock.json web/package.json web/.npmrc
	cd web && npm ci
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

# The browser is the system's own: none is downloaded.
e2e/node_modules/.package-lock.json: e2e/package-lock.json e2e/package.json e2e/.npmrc
	cd e2e && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci
	@touch $@
