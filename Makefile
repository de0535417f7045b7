# hocso: everything that a person or a machine does with this repository.
# `make` alone lists the targets; `make test` is the one that decides.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

TOOLS := bin/tools

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

.PHONY: run
run: ## start the demo on http://127.0.0.1:8080
	go run ./cmd/hocso demo

.PHONY: test
test: ## everything that must hold; STEPS="format lint" runs only these
	@.ci/test $(STEPS)

.PHONY: lint
lint: ## the linters of .golangci.yml
	@.ci/lint

.PHONY: format
format: $(TOOLS)/golangci-lint ## write the Go files in the house format
	$(TOOLS)/golangci-lint fmt

.PHONY: generate
generate: $(TOOLS)/sqlc ## write internal/store/db from the queries and migrations
	$(TOOLS)/sqlc generate -f internal/store/sqlc.yaml

# Benchmarks of the code, then of the true binary: size, start, memory and pages beside a
# bare Gin server. The benchmark with a million people fills a database of 1 GB first.
.PHONY: bench
bench: build ## speed, memory and size, side by side in one run
	go test -run='^$$' -bench=. -benchmem ./...
	HOCSO_BIN=bin/hocso go run ./internal/bench

.PHONY: build
build: ## the release binary, bin/hocso
	@.ci/build bin/hocso

.PHONY: image
image: ## the container image, with docker or podman
	@engine=$$(command -v docker || command -v podman) || { \
		echo 'make image: neither docker nor podman is here; install one, or use `make build`:'; \
		echo 'bin/hocso is the same static file that the image holds.'; exit 1; }; \
	"$$engine" build -t hocso:latest \
		--build-arg VERSION="$$(git describe --tags --always --dirty 2>/dev/null || echo dev)" \
		--build-arg REVISION="$$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
		--build-arg CREATED="$$(date -u +%Y-%m-%dT%H:%M:%SZ)" .

# Each tool stands in a module of its own, so that no tool chooses the versions
# of another one or of hocso; go.sum beside it fixes every byte.
.PHONY: tools
tools: $(TOOLS)/gofumpt $(TOOLS)/golangci-lint $(TOOLS)/sqlc ## build the tools into bin/tools

$(TOOLS)/golangci-lint: .tools/golangci/go.mod .tools/golangci/go.sum
	CGO_ENABLED=0 go -C .tools/golangci build -mod=readonly -buildvcs=false -o ../../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(TOOLS)/sqlc: .tools/sqlc/go.mod .tools/sqlc/go.sum
	CGO_ENABLED=0 go -C .tools/sqlc build -mod=readonly -buildvcs=false -o ../../$@ github.com/sqlc-dev/sqlc/cmd/sqlc

$(TOOLS)/staticcheck: .tools/staticcheck/go.mod .tools/staticcheck/go.sum
	CGO_ENABLED=0 go -C .tools/staticcheck build -mod=readonly -buildvcs=false -o ../../$@ honnef.co/go/tools/cmd/staticcheck

$(TOOLS)/gofumpt: .tools/staticcheck/go.mod .tools/staticcheck/go.sum
	CGO_ENABLED=0 go -C .tools/staticcheck build -mod=readonly -buildvcs=false -o ../../$@ mvdan.cc/gofumpt
