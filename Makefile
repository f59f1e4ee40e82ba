# `make` laat zien wat er kan. Nodig: Python 3.11 of nieuwer, en een pakketbron.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
IN := .venv/Scripts/python.exe
else
IN := .venv/bin/python
endif
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help book test fast check status bench environment quarto analysis screenshots lint notebooks lock schema examples reference verify keep update previous diff site clean
# book and test write the same _executed/: with `make -j` they still take turns
.NOTPARALLEL:

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

book: environment ## maak het boek in _book/ (HTML en PDF)
	@$(IN) -m ivp book

test: environment ## voer alle controles uit: code, notitieboeken en boek
	@failed=0; \
	$(MAKE) --no-print-directory lint || failed=1; \
	$(IN) -m pytest --no-header -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --nbval-lax tests notebooks || failed=1; \
	exit $$failed

fast: environment ## voer de controles uit die geen boek nodig hebben
	@$(IN) -m ruff check --quiet .
	@$(IN) -m pytest --no-header -q -n auto --maxprocesses 4 -m "not book" tests

check: environment ## controleer instellingen, hoofdstukken en gegevens, zonder iets te maken
	@$(IN) -m ivp check

status: environment ## toon welke hoofdstukken opnieuw gemaakt moeten worden, en waarom
	@$(IN) -m ivp status

bench: environment ## meet hoe snel alles gaat, en schrijf docs/benchmarks.md
	@$(IN) -m benchmarks

environment: ## maak de omgeving .venv, of werk haar bij
	@$(PYTHON) tools/environment.py

quarto: ## voeg Quarto toe aan de omgeving (waar de download is toegestaan)
	@$(PYTHON) tools/environment.py quarto

analysis: ## voeg JupyterLab toe aan de omgeving, voor wie notitieboeken maakt
	@$(PYTHON) tools/environment.py analyse

screenshots: environment ## leg elke pagina van het boek vast op drie breedten, in screenshots/
	@$(IN) tools/screenshots.py

lint: environment ## controleer stijl en typen van de code
	@$(IN) -m ruff check --quiet .
	@$(IN) -m ruff format --check --quiet .
	@$(IN) -m mypy --no-error-summary

notebooks: environment ## bewaar bij elk notitieboek wat de gemerkte cellen tonen, om mee te vergelijken
	@$(IN) tools/notebook_outputs.py

lock: environment ## leid requirements.lock en environment.yml af van pyproject.toml
	@$(IN) tools/lock.py

schema: environment ## schrijf de JSON-schema's van params/
	@$(IN) -m ivp schema

examples: environment ## maak de fictieve voorbeeldgegevens opnieuw
	@$(IN) -m tools.example_data

reference: environment ## maak de naslag voor analisten in _reference/, met elke soort figuur
	@$(IN) -m tools.reference

verify: environment ## controleer of het boek in _book/ heel en onveranderd is
	@$(IN) -m ivp verify

keep: environment ## bewaar deze editie in edities/, voor "Wat is er veranderd" in de volgende
	@$(IN) -m ivp keep

update: environment ## haal openbare tabellen op en laat het boek ze gebruiken
	@$(IN) -m ivp fetch
	@$(IN) -m ivp update

previous: ## bewaar het boek als de editie om mee te vergelijken
	@$(PYTHON) tools/publish_editions.py previous

diff: environment ## schrijf in wijzigingen.md wat er anders is dan in de vorige editie
	@$(IN) tools/publish_editions.py diff

site: ## zet het boek bij de eerdere edities, in _site/
	@$(PYTHON) tools/publish_editions.py site

clean: ## verwijder wat gemaakt is; het volgende boek begint bij nul
	@rm -rf _book _executed _reference .cache _variables.yml .quarto .pytest_cache .mypy_cache .ruff_cache
