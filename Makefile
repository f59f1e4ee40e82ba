# `make` laat zien wat er kan. Nodig: Python 3.11 of nieuwer, en een pakketbron.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
IN := .venv/Scripts/python.exe
else
IN := .venv/bin/python
endif
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help book test fast check status bench omgeving quarto analyse screenshots lint lock schema voorbeelddata keur bewaar bijwerken oud wijzigingen site schoon
# book and test write the same _executed/: with `make -j` they still take turns
.NOTPARALLEL:

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

book: omgeving ## maak het boek in _book/ (HTML en PDF)
	@$(IN) -m ivp book

test: omgeving ## voer alle controles uit: code, notitieboeken en boek
	@failed=0; \
	$(MAKE) --no-print-directory lint || failed=1; \
	$(IN) -m pytest --no-header -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --nbval-lax tests notebooks || failed=1; \
	exit $$failed

fast: omgeving ## voer de controles uit die geen boek nodig hebben
	@$(IN) -m ruff check --quiet .
	@$(IN) -m pytest --no-header -q -n auto --maxprocesses 4 -m "not book" tests

check: omgeving ## controleer instellingen, hoofdstukken en gegevens, zonder iets te maken
	@$(IN) -m ivp check

status: omgeving ## toon welke hoofdstukken opnieuw gemaakt moeten worden, en waarom
	@$(IN) -m ivp status

bench: omgeving ## meet hoe snel alles gaat, en schrijf docs/benchmarks.md
	@$(IN) -m benchmarks

omgeving: ## maak de omgeving .venv, of werk haar bij
	@$(PYTHON) tools/omgeving.py

quarto: ## voeg Quarto toe aan de omgeving (waar de download is toegestaan)
	@$(PYTHON) tools/omgeving.py quarto

analyse: ## voeg JupyterLab toe aan de omgeving, voor wie notitieboeken maakt
	@$(PYTHON) tools/omgeving.py analyse

screenshots: omgeving ## leg elke pagina van het boek vast op drie breedten, in screenshots/
	@$(IN) tools/schermafdrukken.py

lint: omgeving ## controleer stijl en typen van de code
	@$(IN) -m ruff check --quiet .
	@$(IN) -m ruff format --check --quiet .
	@$(IN) -m mypy --no-error-summary

lock: omgeving ## leid requirements.lock en environment.yml af van pyproject.toml
	@$(IN) tools/vastleggen.py

schema: omgeving ## schrijf de JSON-schema's van params/
	@$(IN) -m ivp schema

voorbeelddata: omgeving ## maak de fictieve voorbeeldgegevens opnieuw
	@$(IN) -m tools.example_data

keur: omgeving ## controleer of het boek in _book/ heel en onveranderd is
	@$(IN) -m ivp verify

bewaar: omgeving ## bewaar deze editie in edities/, voor "Wat is er veranderd" in de volgende
	@$(IN) -m ivp bewaar

bijwerken: omgeving ## haal openbare tabellen op en laat het boek ze gebruiken
	@$(IN) -m ivp fetch
	@$(IN) -m ivp update

oud: ## bewaar het boek als de editie om mee te vergelijken
	@$(PYTHON) tools/publiceren.py oud

wijzigingen: omgeving ## schrijf in wijzigingen.md wat er anders is dan in de vorige editie
	@$(IN) tools/publiceren.py wijzigingen

site: ## zet het boek bij de eerdere edities, in _site/
	@$(PYTHON) tools/publiceren.py site

schoon: ## verwijder wat gemaakt is; het volgende boek begint bij nul
	@rm -rf _book _executed .cache _variables.yml .quarto .pytest_cache .mypy_cache .ruff_cache
