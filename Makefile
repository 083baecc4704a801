# What the README's commands call. `make run` and `make test` work on a fresh machine.
.PHONY: run test lint bench docs
.DEFAULT_GOAL := run

PORT ?= 5000
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi

run: .venv/run.stamp
	@PORT=$(PORT) .ci/serve

test: .venv/test.stamp
	@.ci/test

lint: .venv/test.stamp
	@.ci/lint

bench: .venv/test.stamp
	@$(BIN)/python -m benchmarks

docs: .venv/test.stamp
	@.ci/docs

.venv/bin/python:
	@.ci/python

# Stamps: installed again when the list of packages changes.
.venv/run.stamp: .venv/bin/python requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
